/** Always before the text, so that there is something to erase for who presses backspace. */
export const FILLER = ' '.repeat(16);

/** What to press so that a text becomes another: first erase from its end, then type. */
export interface Change {
  erased: number;
  /** By character; a line break is one. */
  typed: string[];
}

/**
 * Phones give texts and no keys: their keyboards complete, correct and compose words in a field, and tell what stands
 * there then. What is to be pressed is what has changed since; so nothing is typed twice, whatever order a browser
 * tells it in.
 */
export class SoftText {
  private text = FILLER;

  /** The field's text is this now. */
  becomes(now: string): Change {
    const was = [...this.text];
    const is = [...now];
    let same = 0;
    while (same < was.length && was[same] === is[same]) {
      same++;
    }
    this.text = now;
    return { erased: was.length - same, typed: is.slice(same) };
  }

  /** The field was filled anew, which nobody typed. */
  refill(): string {
    this.text = FILLER;
    return FILLER;
  }
}
