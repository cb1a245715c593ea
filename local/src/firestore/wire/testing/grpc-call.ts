import { Client, credentials, Metadata, type ServiceError } from "@grpc/grpc-js";
import { DATABASE } from "./listening-client.ts";
import { encodeByOracle } from "./proto-oracle.ts";

export function callCommit(
  server: { port: number },
  authorization: string,
  name: string,
): Promise<number> {
  const request = encodeByOracle("CommitRequest", {
    database: DATABASE,
    writes: [{ update: { name } }],
  });
  return callGrpc(server, authorization, "Commit", request);
}

/** One unary gRPC call; resolves with the code of its answer. */
export function callGrpc(
  { port }: { port: number },
  authorization: string,
  method: string,
  request: Uint8Array,
): Promise<number> {
  const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure());
  const metadata = new Metadata();
  metadata.set("authorization", authorization);
  const same = (bytes: Buffer) => bytes;
  return new Promise((resolve) => {
    client.makeUnaryRequest(
      `/google.firestore.v1.Firestore/${method}`,
      same,
      same,
      Buffer.from(request),
      metadata,
      (error: ServiceError | null) => {
        client.close();
        resolve(error?.code ?? 0);
      },
    );
  });
}
