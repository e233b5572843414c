const MONTHS_PER_PAGE = 24

/** One page of a list of months that is short enough to be read whole: twelve a year. */
export function pageOfMonths<Month>(months: Month[], page = 1) {
  const first = (page - 1) * MONTHS_PER_PAGE
  return {
    shown: months.slice(first, first + MONTHS_PER_PAGE),
    paging: { page, perPage: MONTHS_PER_PAGE, total: months.length },
  }
}
