/** One event of a stream; {@code name} is empty for a point that moves on without one. */
export interface StreamEvent {
  id: string | null;
  name: string;
  data: string;
}

/**
 * Cuts Server-Sent Events out of pieces of text, wherever these end (WHATWG HTML §9.2.6).
 */
export class EventCutter {
  private rest = '';
  private id: string | null = null;
  private name = '';
  private data: string[] = [];

  /** Take the next piece, and hand back the events that it completes. */
  take(piece: string): StreamEvent[] {
    const lines = (this.rest + piece).split('\n');
    this.rest = lines.pop() ?? '';
    const events: StreamEvent[] = [];
    for (const line of lines) {
      if (line === '' || line === '\r') {
        if (this.data.length > 0 || this.id !== null) {
          events.push({
            id: this.id,
            name: this.data.length > 0 ? this.name : '',
            data: this.data.join('\n'),
          });
        }
        this.id = null;
        this.name = '';
        this.data = [];
      } else {
        this.read(line.replace(/\r$/, ''));
      }
    }
    return events;
  }

  private read(line: string) {
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'id') {
      this.id = value;
    } else if (field === 'event') {
      this.name = value;
    } else if (field === 'data') {
      this.data.push(value);
    }
  }
}
