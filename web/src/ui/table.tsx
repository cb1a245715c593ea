import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";
import styles from "./table.module.css";

export interface Column<T> {
  key: string;
  title: ReactNode;
  render: (row: T) => ReactNode;
  /** Numbers end in line; the last column of actions too. */
  align?: "end";
  /** Takes what is left. */
  isWide?: boolean;
  /** On a phone: the row's headline. */
  isHeadline?: boolean;
  /** What can be done with the row: on a phone it stands beside the headline. */
  isMenu?: boolean;
  /** On a phone the title stands above: for what takes several lines. */
  isTall?: boolean;
}

interface Props<T> {
  caption: string;
  columns: Column<T>[];
  rows: readonly T[];
  rowKey: (row: T) => string;
  /** On a phone: a headline and one line beneath it, without the columns' titles. */
  isTerse?: boolean;
}

/** A table on a desk, a list of cards on a phone. */
export function Table<T>({ caption, columns, rows, rowKey, isTerse }: Props<T>) {
  return (
    <table className={classNames(styles.table, isTerse && styles.terse)}>
      <caption className="visually-hidden">{caption}</caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column.key} scope="col" className={cellClass(column)}>
              {column.title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={rowKey(row)}>
            {columns.map((column) => (
              <td
                key={column.key}
                className={cellClass(column)}
                data-title={typeof column.title === "string" ? column.title : undefined}
              >
                {column.render(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function cellClass<T>(column: Column<T>): string {
  return classNames(
    column.align === "end" && styles.end,
    column.isWide && styles.wide,
    column.isHeadline && styles.headline,
    column.isMenu && styles.menu,
    column.isTall && styles.tall,
  );
}
