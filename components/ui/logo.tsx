/** The feather: the product's mark, and the sign of a change. It always stands beside its word. */
export function Logo({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" className={className}>
      <path
        fill="currentColor"
        d="M28.79 3.56C22.21 2.1 13.89 6.5 9.14 13.6C7.07 16.66 6.55 20.23 7.29 23.1L3.4 27.27C2.24 28.52 4.03 30.2 5.2 28.94L17.17 16.1C21.06 11.94 24.74 7.57 28.79 3.56ZM28.26 6.8C27.72 12.23 25.54 16.74 22.26 19.92L16.21 19.73L19.84 22.02C17.95 23.38 16.36 24.08 14.6 24.62L11.93 24.31C17.46 18.72 23.07 13.04 28.26 6.8Z"
      />
    </svg>
  )
}
