import {
  Metadata,
  Server,
  ServerCredentials,
  type ServerDuplexStream,
  type ServerUnaryCall,
  type ServerWritableStream,
  type sendUnaryData,
} from "@grpc/grpc-js";
import { FirestoreError, STATUS } from "../errors.ts";
import type { Caller } from "../protocol.ts";
import type { Backend } from "./backend.ts";
import { GRPC_METHODS, type GrpcMethod } from "./grpc-methods.ts";
import { ListenStream } from "./listen/stream.ts";
import {
  decodeListenRequest,
  decodeWriteRequest,
  writeListenResponse,
  writeWriteResponse,
} from "./proto/streams.ts";
import { encodeMessage } from "./proto/wire-format.ts";
import { describeError, readMessage } from "./status.ts";
import { WriteStream } from "./write-stream.ts";

export const SERVICE = "/google.firestore.v1.Firestore/";
export const REQUEST_BYTES_MAX = 11 * 1024 * 1024;
/** What may wait for a client that does not read its stream. */
const UNSENT_BYTES_MAX = 64 * 1024 * 1024;

export interface GrpcService {
  take(socket: import("node:net").Socket): void;
  close(): void;
}

type Bidi = ServerDuplexStream<Buffer, Buffer>;

export function createGrpcService(backend: Backend): GrpcService {
  const server = new Server({
    "grpc.max_receive_message_length": REQUEST_BYTES_MAX,
    "grpc.max_send_message_length": -1,
  });
  for (const [name, method] of Object.entries(GRPC_METHODS)) {
    if (method.isStreaming) registerStreaming(server, backend, name, method);
    else registerUnary(server, backend, name, method);
  }
  server.register(`${SERVICE}Listen`, (call: Bidi) => listen(backend, call), same, same, "bidi");
  server.register(`${SERVICE}Write`, (call: Bidi) => write(backend, call), same, same, "bidi");
  const injector = server.createConnectionInjector(ServerCredentials.createInsecure());
  return {
    take: (socket) => injector.injectConnection(socket),
    close: () => {
      injector.destroy();
      server.forceShutdown();
    },
  };
}

function same(bytes: Buffer): Buffer {
  return bytes;
}

function registerUnary(server: Server, backend: Backend, name: string, method: GrpcMethod): void {
  const handler = (call: ServerUnaryCall<Buffer, Buffer>, answer: sendUnaryData<Buffer>): void => {
    run(backend, method, call).then(
      (messages) => answer(null, messages[0]),
      (error) => answer(grpcError(backend, error)),
    );
  };
  server.register(SERVICE + name, handler, same, same, "unary");
}

function registerStreaming(
  server: Server,
  backend: Backend,
  name: string,
  method: GrpcMethod,
): void {
  const handler = (call: ServerWritableStream<Buffer, Buffer>): void => {
    run(backend, method, call).then(
      (messages) => {
        for (const message of messages) call.write(message);
        call.end();
      },
      (error) => {
        // The Admin SDK takes an error without headers before it for a lost connection, and waits seconds to try again.
        call.sendMetadata(new Metadata());
        call.emit("error", grpcError(backend, error));
      },
    );
  };
  server.register(SERVICE + name, handler, same, same, "serverStream");
}

async function run(
  backend: Backend,
  method: GrpcMethod,
  call: { request: Buffer; metadata: Metadata },
): Promise<Buffer[]> {
  const caller = await authenticate(backend, call);
  return method.run(backend.engine, call.request, caller);
}

/** No web page speaks gRPC over cleartext HTTP/2. */
function authenticate(
  backend: Backend,
  { metadata }: { metadata: Metadata },
): Caller | Promise<Caller> {
  const value = metadata.get("authorization")[0];
  return backend.authenticate(typeof value === "string" ? value : undefined, { mayBePage: false });
}

function grpcError(backend: Backend, error: unknown): { code: number; details: string } {
  const { status, message } = describeError(error, backend.report);
  return { code: STATUS[status].grpc, details: message };
}

/** The writing half of a stream, which gives up on a client that does not read. */
function sender(call: Bidi, fail: (error: unknown) => void): (bytes: Buffer) => void {
  let unsentBytes = 0;
  return (bytes) => {
    if (call.cancelled || call.destroyed) return;
    unsentBytes += bytes.length;
    if (unsentBytes > UNSENT_BYTES_MAX) {
      fail(new FirestoreError("RESOURCE_EXHAUSTED", "The client does not read its stream."));
      return;
    }
    call.write(bytes, () => {
      unsentBytes -= bytes.length;
    });
  };
}

interface StreamEnds {
  receive(bytes: Buffer): void;
  /** The client has nothing more to say. */
  drain(): Promise<void>;
  close(): void;
}

/** Runs a stream once its caller is known; messages that came before wait in the call. */
async function runStream(
  backend: Backend,
  call: Bidi,
  open: (
    caller: Caller,
    send: (bytes: Buffer) => void,
    fail: (error: unknown) => void,
  ) => StreamEnds,
): Promise<void> {
  let stream: StreamEnds | null = null;
  const fail = (error: unknown): void => {
    stream?.close();
    call.emit("error", grpcError(backend, error));
  };
  try {
    const caller = await authenticate(backend, call);
    const ends = open(caller, sender(call, fail), fail);
    stream = ends;
    if (call.cancelled) ends.close();
    call.on("cancelled", () => ends.close());
    call.on("data", (bytes: Buffer) => {
      try {
        ends.receive(bytes);
      } catch (error) {
        fail(error);
      }
    });
    call.on("end", async () => {
      await ends.drain();
      ends.close();
      call.end();
    });
  } catch (error) {
    fail(error);
  }
}

function listen(backend: Backend, call: Bidi): Promise<void> {
  return runStream(backend, call, (caller, send, fail) => {
    const stream = new ListenStream({
      dispatcher: backend.dispatcher,
      caller,
      fail,
      report: backend.report,
      send: (response) => send(encodeMessage(response, writeListenResponse)),
    });
    return {
      receive: (bytes) => stream.receive(readMessage(() => decodeListenRequest(bytes))),
      drain: async () => {},
      close: () => stream.close(),
    };
  });
}

function write(backend: Backend, call: Bidi): Promise<void> {
  return runStream(backend, call, (caller, send, fail) => {
    const stream = new WriteStream({
      engine: backend.engine,
      caller,
      fail,
      send: (response) => send(encodeMessage(response, writeWriteResponse)),
    });
    return {
      receive: (bytes) => stream.receive(readMessage(() => decodeWriteRequest(bytes))),
      drain: () => stream.drain(),
      close: () => stream.close(),
    };
  });
}
