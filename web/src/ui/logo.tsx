/** A receiver above three dots: somebody is typing on the line. */
export function Logo({ size = 28 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8.5" fill="var(--accent)" />
      <path
        d="M6 15.4c0-4.6 4.6-7.6 10-7.6s10 3 10 7.6v1.4c0 .8-.6 1.4-1.4 1.4h-3.4c-.8 0-1.4-.6-1.4-1.4v-2a12 12 0 0 0-7.6 0v2c0 .8-.6 1.4-1.4 1.4H7.4c-.8 0-1.4-.6-1.4-1.4z"
        fill="var(--on-accent)"
      />
      <g fill="var(--on-accent)" opacity="0.6">
        <circle cx="11" cy="23.4" r="1.7" />
        <circle cx="16" cy="23.4" r="1.7" />
        <circle cx="21" cy="23.4" r="1.7" />
      </g>
    </svg>
  );
}
