/**
 * Baltimore's 311 requests, as its open data portal exports them, as events of the intake: an example of how little a
 * converter has to know. One row is a request; it becomes its creation, its dispatch and, if it is over, its close.
 */

/** Columns that are read; the file has more. */
export interface BaltimoreRow {
  SRRecordID: string;
  SRType: string;
  MethodReceived: string;
  CreatedDate: string;
  SRStatus: string;
  DueDate: string;
  CloseDate: string;
  Agency: string;
  Address: string;
  Neighborhood: string;
  Latitude: string;
  Longitude: string;
}

export const SOURCE = '/baltimore/311';

const CHANNELS: Record<string, string> = { Phone: 'phone', API: 'app', Internal: 'transfer', Mail: 'mail', Email: 'mail', Web: 'web', System: 'transfer', Other: 'transfer' }; // prettier-ignore

/** `04/12/2018 11:11:26 AM`, Baltimore's wall clock, as RFC 3339. */
export function instant(text: string): string {
  const match = /^(\d\d)\/(\d\d)\/(\d{4}) (\d\d):(\d\d):(\d\d) (AM|PM)$/.exec(text);
  if (!match) throw new RangeError(`not a time: ${text}`);
  const [, month, day, year, hour, minute, second, half] = match;
  const hours = (Number(hour) % 12) + (half === 'PM' ? 12 : 0);
  const wall = Date.UTC(Number(year), Number(month) - 1, Number(day), hours, Number(minute), Number(second));
  const shift = offset(wall);
  return new Date(wall - shift).toISOString();
}

const eastern = new Intl.DateTimeFormat('en-US', { timeZone: 'America/New_York', timeZoneName: 'longOffset' });
/** Offset of a wall-clock time in Baltimore, ms. */
function offset(wall: number): number {
  const at = (moment: number): number => {
    const name = eastern.formatToParts(moment).find((part) => part.type === 'timeZoneName')!.value;
    return Number(/GMT([+-]\d\d):/.exec(name)?.[1] ?? 0) * 3_600_000;
  };
  return at(wall - at(wall));
}

/** Coordinates that say more than the degree: 892 rows of the sample are rounded to 39, -77. */
function coordinates({ Latitude, Longitude }: BaltimoreRow): { lat: number; lng: number } | undefined {
  const [lat, lng] = [Number(Latitude), Number(Longitude)];
  if (!Latitude || !Longitude || (Number.isInteger(lat) && Number.isInteger(lng))) return undefined;
  return { lat, lng };
}

/** Events of a row, in the order in which they happened. Throws RangeError on a time that is none. */
export function eventsOf(row: BaltimoreRow): Record<string, unknown>[] {
  const make = (step: string, time: string, data: Record<string, unknown>): Record<string, unknown> => ({
    specversion: '1.0',
    id: `${row.SRRecordID}-${step}`,
    source: SOURCE,
    type: `hotline.ticket.${step}`,
    subject: row.SRRecordID,
    time: instant(time),
    data,
  });
  const place = {
    ...(row.Neighborhood && { community: row.Neighborhood.slice(0, 64) }),
    ...(row.Address && { address: row.Address.slice(0, 200) }),
    ...coordinates(row),
  };
  const events = [
    make('created', row.CreatedDate, {
      channel: CHANNELS[row.MethodReceived] ?? 'transfer',
      nature: 'report',
      category: row.SRType.slice(0, 64),
      title: row.SRType,
      place,
    }),
    make('dispatched', row.CreatedDate, { unit: row.Agency, ...(row.DueDate && { due: instant(row.DueDate) }) }),
  ];
  if (row.CloseDate)
    events.push(make('closed', row.CloseDate, row.SRStatus === 'Closed' ? {} : { comment: row.SRStatus }));
  return events;
}
