import { ensure, notImplemented } from "../errors.ts";
import { type Body, text, texts } from "../fields.ts";
import type { User } from "../user.ts";

const NAME_LENGTH_MAX = 256;
const URL_LENGTH_MAX = 2048;

/** What a person and the owner may both change. */
export function withProfile(user: User, body: Body): User {
  const displayName = text(body, "displayName") ?? user.displayName;
  const photoUrl = text(body, "photoUrl") ?? user.photoUrl;
  ensure(
    (displayName?.length ?? 0) <= NAME_LENGTH_MAX,
    `INVALID_DISPLAY_NAME : ((At most ${NAME_LENGTH_MAX} characters.))`,
  );
  ensure(
    (photoUrl?.length ?? 0) <= URL_LENGTH_MAX,
    `INVALID_PHOTO_URL : ((At most ${URL_LENGTH_MAX} characters.))`,
  );
  return { ...user, displayName, photoUrl };
}

/** `deleteAttribute` and `deleteProvider`: what unlinking and clearing send. */
export function withoutAttributes(user: User, body: Body): User {
  const kept = { ...user };
  for (const attribute of texts(body, "deleteAttribute")) removeAttribute(kept, attribute);
  const providers = texts(body, "deleteProvider");
  if (providers.includes("password")) {
    removeAttribute(kept, "EMAIL");
    removeAttribute(kept, "PASSWORD");
  }
  if (providers.includes("phone")) kept.phoneNumber = undefined;
  kept.identities = user.identities.filter(({ providerId }) => !providers.includes(providerId));
  return kept;
}

function removeAttribute(user: User, attribute: string): void {
  switch (attribute) {
    case "DISPLAY_NAME":
      user.displayName = undefined;
      break;
    case "PHOTO_URL":
      user.photoUrl = undefined;
      break;
    case "PASSWORD":
      user.password = undefined;
      user.passwordUpdatedAtMs = undefined;
      break;
    case "EMAIL":
      user.email = undefined;
      user.emailVerified = false;
      user.emailLinkSignin = undefined;
      break;
    default:
      throw notImplemented(`accounts:update with deleteAttribute ${attribute}`);
  }
}
