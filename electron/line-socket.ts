import type { Socket } from 'node:net';

/** Bytes of the longest message, as of the browser host's WebSocket. */
const MOST_MESSAGE = 16 * 1024 * 1024;

/** A local socket that carries messages as a WebSocket does, a line of JSON each: JSON as it is written has no line breaks. A longer one than the limit ends it. */
export class LineSocket extends EventTarget {
  private readonly socket: Socket;
  private pieces: string[] = [];
  private length = 0;

  constructor(socket: Socket) {
    super();
    this.socket = socket;
    socket.setEncoding('utf8');
    socket.on('error', () => {});
    socket.on('data', (text: string) => this.take(text));
    // The other end has said all that it will: nothing that is asked of it gets an answer any more.
    socket.on('end', () => socket.destroy());
    socket.on('close', () => this.dispatchEvent(new Event('close')));
    socket.resume();
  }

  /** As of a WebSocket: 1 is open, 3 is closed. */
  get readyState(): number {
    return this.socket.writable ? WebSocket.OPEN : WebSocket.CLOSED;
  }

  send(message: unknown): void {
    if (typeof message !== 'string') throw new TypeError('Only text is sent');
    this.socket.write(`${message}\n`);
  }

  onMessage(listener: (text: string) => void): void {
    this.addEventListener('message', (event) => listener(String((event as MessageEvent).data)));
  }

  close(): void {
    this.socket.destroy();
  }

  private take(text: string): void {
    let from = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      this.pieces.push(text.slice(from, end));
      this.dispatchEvent(new MessageEvent('message', { data: this.pieces.join('') }));
      this.pieces = [];
      this.length = 0;
      from = end + 1;
    }
    this.length += text.length - from;
    if (this.length > MOST_MESSAGE) return void this.socket.destroy();
    if (from < text.length) this.pieces.push(text.slice(from));
  }
}
