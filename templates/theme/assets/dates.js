// Days as the pages mean them: calendar days in a document's own time zone, written as 2027-01-15.

/** The day that it is now in `zone`. */
export const today = (zone) => {
  const parts = new Intl.DateTimeFormat("en-GB", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" }).formatToParts(new Date());
  const part = (type) => parts.find((one) => one.type === type).value;
  return `${part("year")}-${part("month")}-${part("day")}`;
};
