// What the scripts take for granted of a page, beside what a browser has: templates and scripts belong together, so what is looked up by a selector is an
// element of HTML of the kind that the template has there. Read by the type checker alone (deno.json).
type PageElement =
  & HTMLElement
  & Pick<HTMLAnchorElement, "href" | "hash" | "search">
  & Pick<HTMLInputElement, "value" | "checked" | "name">
  & Pick<HTMLScriptElement, "src">
  & Pick<HTMLLabelElement, "htmlFor">
  & Pick<HTMLFormElement, "elements">;

interface ParentNode {
  querySelector(selectors: string): PageElement | null;
  querySelectorAll(selectors: string): NodeListOf<PageElement>;
}

interface Element {
  closest(selectors: string): PageElement | null;
}

interface EventTarget {
  closest(selectors: string): PageElement | null;
}

interface Document {
  getElementById(elementId: string): PageElement | null;
}

interface HTMLFormControlsCollection {
  // deno-lint-ignore no-explicit-any -- which kind of field it is, its name says
  [name: string]: any;
}

// Of the theme.
// deno-lint-ignore no-explicit-any -- whatever was kept under that name
declare function __md_get(name: string): any;
declare function __md_hash(text: string): unknown;

// The index of comparison data, as clausebook/pages/comparison_files.py writes it.
interface Version {
  name: string;
  label: string;
  inline: string;
  address: string;
  outline: number[][];
  summary?: string;
  notes?: { [clause: string]: string };
  effective?: string;
  from?: string;
  announced?: string;
  announcedFor?: { [group: string]: string };
  groups?: { [group: string]: string };
}

type Area = [number, number, number, number];
type Place = [id: string, depth: number, label: string, number: string, wording: number];

interface ComparisonIndex {
  // deno-lint-ignore no-explicit-any -- sentences by their names, some with forms for several numbers
  words: any;
  versions: Version[];
  elsewhere: string[];
  missing: { effective: string; applies: string; missing: string; announced?: string; announcedFor?: { [group: string]: string } }[];
  places: Place[];
  renames: [old: string, now: string, at: Area[]][];
  texts: number[];
  changes: Area[];
  steps: [number, number][];
  parts?: ComparisonPart[];
  files?: string[];
}

interface ComparisonPart {
  literals: [string, number][];
  // deno-lint-ignore no-explicit-any -- wordings, changes or steps
  subjects: any[];
  // deno-lint-ignore no-explicit-any
  rows: any[];
}
