import { invalidArgument, notImplemented } from "../errors.ts";
import { flag, object } from "../fields.ts";
import type { Operation } from "../operation.ts";
import { PASSWORD_LENGTH_MAX, PASSWORD_LENGTH_MIN } from "../passwords.ts";
import type { State } from "../state.ts";

export const getProject: Operation = (state) => {
  const ours = URL.parse(state.publicUrl ?? "")?.hostname;
  const domains = ["localhost", "127.0.0.1", ...(ours ? [ours] : []), ...state.authorizedDomains];
  return { projectId: state.projectId, authorizedDomains: [...new Set(domains)] };
};

export const getPasswordPolicy: Operation = () => ({
  customStrengthOptions: {
    minPasswordLength: PASSWORD_LENGTH_MIN,
    maxPasswordLength: PASSWORD_LENGTH_MAX,
  },
  allowedNonAlphanumericCharacters: [..."^$*.[]{}()?\"!@#%&/\\,><':;|_~"],
  enforcementState: "OFF",
  schemaVersion: 1,
});

export const getRecaptchaParams: Operation = () => ({
  kind: "identitytoolkit#GetRecaptchaParamResponse",
  recaptchaStoken: "((no reCAPTCHA in the embedded sign-in server))",
  recaptchaSiteKey: "((no reCAPTCHA in the embedded sign-in server))",
});

export const getRecaptchaConfig: Operation = () => ({
  recaptchaEnforcementState: [
    { provider: "EMAIL_PASSWORD_PROVIDER", enforcementState: "OFF" },
    { provider: "PHONE_PROVIDER", enforcementState: "OFF" },
  ],
});

/** The two switches that the Auth emulator has; one e-mail address is always one user here. */
export const getEmulatorConfig: Operation = (state) => emulatorConfig(state);

export const updateEmulatorConfig: Operation = (state, body) => {
  const signIn = object(body, "signIn");
  const privacy = object(body, "emailPrivacyConfig");
  if (!signIn && !privacy) throw invalidArgument("((signIn or emailPrivacyConfig is wanted))");
  if (signIn && flag(signIn, "allowDuplicateEmails")) throw notImplemented("allowDuplicateEmails");
  const hides = privacy && flag(privacy, "enableImprovedEmailPrivacy");
  return state.write(() => {
    if (hides !== undefined) state.settings.setHidesEmails(hides);
    return emulatorConfig(state);
  });
};

function emulatorConfig(state: State): Record<string, unknown> {
  return {
    signIn: { allowDuplicateEmails: false },
    emailPrivacyConfig: { enableImprovedEmailPrivacy: state.settings.hidesEmails },
  };
}
