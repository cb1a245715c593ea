import type { Socket } from "node:net";

const PREFACE = Buffer.from("PRI * HTTP/2.0");
/** How long a connection may stay silent before it says what it speaks. */
const FIRST_BYTES_MS_MAX = 60_000;

/** Hands a fresh connection on, with all its bytes, to whoever speaks what its first ones say. */
export function sniffProtocol(socket: Socket, speakers: { grpc(): void; http(): void }): void {
  let seen = Buffer.alloc(0);
  const giveUp = () => socket.destroy();
  const read = () => {
    for (let chunk = socket.read(); chunk !== null; chunk = socket.read()) {
      seen = Buffer.concat([seen, chunk]);
    }
    const length = Math.min(seen.length, PREFACE.length);
    const isGrpc = seen.subarray(0, length).equals(PREFACE.subarray(0, length));
    if (length === 0 || (isGrpc && length < PREFACE.length)) return;
    socket.off("readable", read);
    socket.off("error", giveUp);
    socket.off("timeout", giveUp);
    socket.setTimeout(0);
    socket.unshift(seen);
    if (isGrpc) speakers.grpc();
    else speakers.http();
  };
  socket.on("readable", read);
  socket.on("error", giveUp);
  socket.on("timeout", giveUp);
  socket.setTimeout(FIRST_BYTES_MS_MAX);
}
