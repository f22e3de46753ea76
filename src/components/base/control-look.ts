/** The look that every text-like control shares: one border, one height, one focus, one error. */
export const controlLook =
  'w-full rounded-lg border border-control/70 bg-surface px-2.5 text-base text-ink transition-colors ' +
  'hover:border-control focus-visible:border-accent focus-visible:outline-offset-0 ' +
  'aria-invalid:border-danger disabled:bg-sunken disabled:text-faint [&[readonly]]:bg-sunken'
