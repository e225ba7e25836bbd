/**
 * English names in free text, by what stands before them: a title (Mr, Dr), a phrase (my name is), a label (contact:). Of
 * each word its first letter stays. Capital letters are asked for but where nothing else can follow.
 */
type Hide = (place: number) => void;

const NAME = "[A-Z][A-Za-z'’]*[A-Za-z]";
const MORE = `(?: +(?:[A-Z]\\.? +)?${NAME})`;
/** Cue, name: the rest of each pattern is what ends it. Places of the name are those of the group. */
const PATTERNS = [
  new RegExp(`\\b(?:M(?:r|rs|s|iss|ister)|Dr|Prof)\\b\\.? +(?<name>(?:[A-Z]\\.? +)?${NAME}${MORE}{0,2})`, 'dg'),
  new RegExp(
    `\\b(?:(?:[Cc]ontact|[Cc]aller|[Rr]esident|[Cc]omplainant|[Rr]equester|[Tt]enant|[Oo]wner|[Ll]andlord)(?: +(?:[Pp]erson|[Nn]ame))? ?[:=-]|(?:[Ff]ull |[Mm]y |[Cc]ontact |[Cc]aller )?[Nn]ame ?[:=]|[Ss]igned[:,]?|(?:[Ss]incerely|[Rr]egards),?)\\s{1,3}(?<name>${NAME}${MORE}{0,2})`,
    'dg',
  ),
  new RegExp(`\\b(?:[Tt]his is|I am|I['’]m) +(?<name>${NAME}${MORE}{1,2})(?=[,.;!?\\n]| +(?:speaking|calling|from|and|at|of|here|with)\\b|$)`, 'dg'), // prettier-ignore
  new RegExp(`\\b(?:[Mm]y name is|[Mm]y name['’]s|I am called|[Nn]ame is) +(?<name>${NAME}${MORE}{0,2})`, 'dg'),
];
/** People write their name small too; the phrase alone says that it is one. */
const SMALL = /\bmy name(?: is|['’]s) +(?<name>[a-z'’]{2,20}(?: +[a-z'’]{2,20})?)/dgi;
/** What ends a name that is written small. */
const NOT_SMALL = new Set(
  `and i im i'm is am on in at the a an my from of not no to was were with who that which live lives living calling here we he she it but because so for this there been by listed wrong
  missing misspelled incorrect spelled also just still only you your please have had has would want`.split(/\s+/),
);
/** Words in capitals behind a cue that are no name of a person. */
const NOT_NAME =
  /^(?:The|This|That|Our|My|Your|City|County|Town|State|Department|Dept|Office|Council|Services?|Public|Police|Fire|Water|Gas|Hydro|Parks|Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Court|Ct|Blvd|North|South|East|West|Inc|Ltd|LLC|Company|Corp|Management|Unknown|Anonymous|None|Not|No|N|Same|See|Via|Phone|Email|Call|Please|Caller|Customer|Resident|Property|Building|Owner|Tenant|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Drive|Traffic|Bus|Bridge)$/;
/** A street's Dr: `Riverside Dr North`. */
const STREET = /(?:[A-Z][a-z]+|\d(?:st|nd|rd|th)?) +$/;

/** Words of which one stands in every text with a name that is found here. */
const HINT =
  /M[rsi]|Dr|Prof|[Nn]ame|I am|I['’]m|his is|ontact|aller|esident|omplainant|equester|enant|wner|andlord|igned|incerely|egards/i;
/** One look that most texts end with. */
export const mayNameInEnglish = (text: string): boolean => HINT.test(text);

/** Hides the names of a text but for first letters. */
export function hideEnglishNames(text: string, hide: Hide): void {
  for (const pattern of PATTERNS)
    for (const match of text.matchAll(pattern)) {
      if (match[0].startsWith('Dr') && STREET.test(text.slice(Math.max(0, match.index - 24), match.index))) continue;
      hideWords(match, (word) => NOT_NAME.test(word), hide);
    }
  if (!/my name/i.test(text)) return;
  for (const match of text.matchAll(SMALL)) hideWords(match, (word) => NOT_SMALL.has(word.toLowerCase()), hide);
}

/** Hides word by word up to the first that is none of a name, or that was hidden before. */
function hideWords(match: RegExpExecArray, isOther: (word: string) => boolean, hide: Hide): void {
  const [from, to] = match.indices!.groups!['name']!;
  const text = match.input;
  if (text[to] === '*') return;
  for (const { 0: word, index } of text.slice(from, to).matchAll(/[^ .]+/g)) {
    if (isOther(word)) return;
    for (let place = from + index + 1; place < from + index + word.length; place++) hide(place);
  }
}
