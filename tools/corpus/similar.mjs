// Texts that say nearly the same: the share of letter groups they have in common (Jaccard), found through an index.

/** More in common than this is a near-duplicate. */
export const tooNear = 0.5;

const normalise = (text) => text.normalize("NFKC").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();

/** The groups of five letters of a text (Chinese: three); a text that is shorter is one group. */
export function groupsOf(lang, text) {
  const size = lang === "zh" ? 3 : 5;
  const letters = [...normalise(text)];
  const groups = new Set();
  for (let i = 0; i + size <= letters.length; i++) groups.add(letters.slice(i, i + size).join(""));
  if (groups.size === 0) groups.add(letters.join(""));
  return groups;
}

export class Similar {
  constructor(lang) {
    this.lang = lang;
    this.names = [];
    this.sizes = [];
    this.holders = new Map();
    this.common = new Uint32Array(1 << 16); // of each text with the one asked about; all 0 between two questions
    this.last = {};
  }
  /** The groups of a text; those of the last one are kept, since who asks about a text often adds it next. */
  groupsOf(text) {
    if (this.last.text !== text) this.last = { text, groups: groupsOf(this.lang, text) };
    return this.last.groups;
  }
  /** The names of the texts in the index that are too near to this one, with their share: [{name, share}]. */
  near(text) {
    const groups = this.groupsOf(text), met = [], found = [];
    for (const group of groups)
      for (const i of this.holders.get(group) ?? []) if (this.common[i]++ === 0) met.push(i);
    for (const i of met) {
      const share = this.common[i] / (groups.size + this.sizes[i] - this.common[i]);
      if (share > tooNear) found.push({ name: this.names[i], share });
      this.common[i] = 0;
    }
    return found;
  }
  add(text, name) {
    const groups = this.groupsOf(text);
    const number = this.names.push(name) - 1;
    if (number === this.common.length) this.common = new Uint32Array(2 * number);
    this.sizes.push(groups.size);
    for (const group of groups) {
      const holders = this.holders.get(group);
      if (holders) holders.push(number);
      else this.holders.set(group, [number]);
    }
  }
}
