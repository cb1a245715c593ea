/** The emulators' usual ports, where `firebase.json` names no others. */
export const USUAL_PORTS = { firestore: 8080, auth: 9099, functions: 5001, tasks: 9499 };

export type SdkPorts = typeof USUAL_PORTS;

/** Starts a server, and words a refused port as a sentence that says what to do. */
export async function onPort<T>(
  port: number,
  purpose: string,
  advice: string,
  start: () => Promise<T>,
): Promise<T> {
  try {
    return await start();
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "EADDRINUSE")
      throw new StartError(`Port ${port} (${purpose}) is taken. ${advice}`, error);
    if (code === "EACCES")
      throw new StartError(
        `Port ${port} (${purpose}) may not be opened by this user. ${advice}`,
        error,
      );
    throw error;
  }
}

/** A reason not to start that its message explains in full. */
export class StartError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = "StartError";
  }
}
