import type { Stroke } from './layouts';

// At a pace that guests can follow.
const PAUSE_MILLIS = 12;

/** Where to type, which may end at any time. */
export interface Typist {
  /** False where there is no console any more. */
  stroke: (stroke: Stroke) => boolean;
  typed: (count: number) => void;
}

/**
 * Type a text, stroke by stroke.
 *
 * @return how many strokes the machine was sent; fewer than there are when it was stopped, or the console ended
 */
export async function typeStrokes(strokes: Stroke[], typist: Typist, signal: AbortSignal): Promise<number> {
  let count = 0;
  for (const stroke of strokes) {
    if (signal.aborted || !typist.stroke(stroke)) {
      break;
    }
    typist.typed(++count);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MILLIS));
  }
  return count;
}
