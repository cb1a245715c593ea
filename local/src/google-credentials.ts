import { GoogleAuth } from "google-auth-library";
import { StartError } from "./ports.ts";

/** To be asked before Google's Firestore client, which ends the process with a stack trace where there are none. */
export async function ensureGoogleCredentials(): Promise<void> {
  if (process.env.FIRESTORE_EMULATOR_HOST) return;
  try {
    await new GoogleAuth().getApplicationDefault();
  } catch (error) {
    throw new StartError(
      "There are no Google credentials here. Log in once: gcloud auth application-default login.",
      error,
    );
  }
}
