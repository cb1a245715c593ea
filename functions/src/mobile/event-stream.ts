/** A body of server-sent events. `onClosed` is called once, whoever closes it. */
export interface EventStream {
  body: ReadableStream<Uint8Array>;
  send(event: string): void;
  comment(text: string): void;
  close(): void;
}

export function createEventStream(onClosed: () => void): EventStream {
  const encoder = new TextEncoder();
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  let isClosed = false;
  const finish = () => {
    if (isClosed) return false;
    isClosed = true;
    onClosed();
    return true;
  };
  const write = (text: string) => {
    if (!isClosed) controller?.enqueue(encoder.encode(text));
  };
  return {
    body: new ReadableStream({
      start(opened) {
        controller = opened;
      },
      cancel() {
        finish();
      },
    }),
    send: (event) => write(`event: ${event}\ndata: null\n\n`),
    comment: (text) => write(`:${text}\n\n`),
    close() {
      if (finish()) controller?.close();
    },
  };
}
