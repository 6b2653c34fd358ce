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
  }
  /** The names of the texts in the index that are too near to this one, with their share: [{name, share}]. */
  near(text) {
    const groups = groupsOf(this.lang, text);
    const common = new Map();
    for (const group of groups) for (const i of this.holders.get(group) ?? []) common.set(i, (common.get(i) ?? 0) + 1);
    return [...common]
      .map(([i, count]) => ({ name: this.names[i], share: count / (groups.size + this.sizes[i] - count) }))
      .filter(({ share }) => share > tooNear);
  }
  add(text, name) {
    const groups = groupsOf(this.lang, text);
    const number = this.names.push(name) - 1;
    this.sizes.push(groups.size);
    for (const group of groups) {
      const holders = this.holders.get(group);
      if (holders) holders.push(number);
      else this.holders.set(group, [number]);
    }
  }
}
