import { scaleBand, scaleLinear } from "d3-scale";
import { useState } from "react";
import { useWidth } from "../../ui/use-width.ts";
import styles from "./day-chart.module.css";
import type { DayUsage } from "./summarize.ts";

const HEIGHT = 220;
const MARGIN = { top: 8, right: 4, bottom: 24, left: 36 };
const dayFormat = new Intl.DateTimeFormat(undefined, {
  day: "numeric",
  month: "short",
  timeZone: "UTC",
});
const tickFormat = new Intl.NumberFormat(undefined, { notation: "compact" });
const nameOf = ({ day }: DayUsage): string => dayFormat.format(new Date(day));

/** Texts a day, out and in. The same figures stand in a table for who cannot see bars. */
export function DayChart({ days }: { days: readonly DayUsage[] }) {
  const [ref, width] = useWidth<HTMLDivElement>();
  const [shown, setShown] = useState<string | null>(null);
  const right = Math.max(width, 120) - MARGIN.right;
  const x = scaleBand<number>()
    .domain(days.map((_, index) => index))
    .range([MARGIN.left, right])
    .paddingInner(0.28)
    .paddingOuter(0.1);
  const top = Math.max(4, ...days.map((day) => day.outbound + day.inbound));
  const y = scaleLinear()
    .domain([0, top])
    .nice(4)
    .range([HEIGHT - MARGIN.bottom, MARGIN.top]);
  const labelEvery = Math.ceil(days.length / Math.max(2, Math.floor(width / 70)));
  const shownDay = days.find(({ day }) => day === shown);
  const total = shownDay ?? sumOf(days);
  return (
    <div ref={ref} className={styles.chart}>
      <p className={styles.legend}>
        <span className={styles.out}>{total.outbound.toLocaleString()} out</span>
        <span className={styles.in}>{total.inbound.toLocaleString()} in</span>
        <span className={styles.when}>{shownDay ? nameOf(shownDay) : `${days.length} days`}</span>
      </p>
      <svg width={width} height={HEIGHT} aria-hidden onPointerLeave={() => setShown(null)}>
        {y.ticks(4).map((tick) => (
          <g key={tick} className={styles.grid}>
            <line x1={MARGIN.left} x2={width - MARGIN.right} y1={y(tick)} y2={y(tick)} />
            <text x={MARGIN.left - 8} y={y(tick)} dy="0.32em" textAnchor="end">
              {tickFormat.format(tick)}
            </text>
          </g>
        ))}
        {days.map((day, index) => (
          <g
            key={day.day}
            className={styles.day}
            data-dim={shownDay && shownDay !== day ? true : undefined}
          >
            <rect
              className={styles.barOut}
              x={x(index)}
              width={x.bandwidth()}
              y={y(day.outbound)}
              height={y(0) - y(day.outbound)}
            />
            <rect
              className={styles.barIn}
              x={x(index)}
              width={x.bandwidth()}
              y={y(day.outbound + day.inbound)}
              height={y(0) - y(day.inbound)}
            />
            <rect
              className={styles.catch}
              x={(x(index) ?? 0) - 2}
              width={x.step()}
              y={MARGIN.top}
              height={HEIGHT - MARGIN.top}
              onPointerEnter={() => setShown(day.day)}
            />
            {(days.length - 1 - index) % labelEvery === 0 && (
              <text
                x={index === days.length - 1 ? right : (x(index) ?? 0) + x.bandwidth() / 2}
                y={HEIGHT - 6}
                textAnchor={index === days.length - 1 ? "end" : "middle"}
              >
                {nameOf(day)}
              </text>
            )}
          </g>
        ))}
      </svg>
      <DayTable days={days} />
    </div>
  );
}

function DayTable({ days }: { days: readonly DayUsage[] }) {
  return (
    <table className="visually-hidden">
      <caption>Texts per day</caption>
      <thead>
        <tr>
          <th scope="col">Day</th>
          <th scope="col">Outbound</th>
          <th scope="col">Inbound</th>
        </tr>
      </thead>
      <tbody>
        {days.map((day) => (
          <tr key={day.day}>
            <th scope="row">{nameOf(day)}</th>
            <td>{day.outbound}</td>
            <td>{day.inbound}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function sumOf(days: readonly DayUsage[]): { outbound: number; inbound: number } {
  return days.reduce(
    (sum, day) => ({ outbound: sum.outbound + day.outbound, inbound: sum.inbound + day.inbound }),
    { outbound: 0, inbound: 0 },
  );
}
