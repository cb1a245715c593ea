import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { FederatedIdentity, User } from "./user.ts";

/** Writing methods are for jobs of `Storage.write` only. */
export class Users {
  readonly #byId: StatementSync;
  readonly #byEmail: StatementSync;
  readonly #byPhone: StatementSync;
  readonly #byIdentity: StatementSync;
  readonly #save: StatementSync;
  readonly #remove: StatementSync;
  readonly #removeAll: StatementSync;
  readonly #unlinkAll: StatementSync;
  readonly #link: StatementSync;
  readonly #unlink: StatementSync;
  readonly #page: StatementSync;
  readonly #count: StatementSync;
  readonly #identities: StatementSync;

  constructor(database: DatabaseSync) {
    const prepare = (sql: string): StatementSync => database.prepare(sql);
    this.#byId = prepare("SELECT record FROM auth_users WHERE local_id = ?");
    this.#byEmail = prepare("SELECT record FROM auth_users WHERE email = ?");
    this.#byPhone = prepare("SELECT record FROM auth_users WHERE phone_number = ?");
    this.#byIdentity = prepare(
      `SELECT record FROM auth_users WHERE local_id =
         (SELECT local_id FROM auth_identities WHERE provider_id = ? AND raw_id = ?)`,
    );
    this.#save = prepare(
      `INSERT INTO auth_users VALUES (?, ?, ?, ?) ON CONFLICT (local_id) DO UPDATE
         SET email = excluded.email, phone_number = excluded.phone_number, record = excluded.record`,
    );
    this.#remove = prepare("DELETE FROM auth_users WHERE local_id = ?");
    this.#removeAll = prepare("DELETE FROM auth_users");
    this.#unlinkAll = prepare("DELETE FROM auth_identities");
    this.#link = prepare("INSERT INTO auth_identities VALUES (?, ?, ?)");
    this.#unlink = prepare("DELETE FROM auth_identities WHERE local_id = ?");
    this.#page = prepare(
      "SELECT record FROM auth_users WHERE local_id > ? ORDER BY local_id LIMIT ?",
    );
    this.#count = prepare("SELECT count(*) AS count FROM auth_users");
    this.#identities = prepare(
      `SELECT u.record FROM auth_identities i JOIN auth_users u ON u.local_id = i.local_id
         WHERE i.provider_id = ? LIMIT ?`,
    );
  }

  byId(localId: string): User | undefined {
    return parse(this.#byId.get(localId));
  }

  byEmail(email: string): User | undefined {
    return parse(this.#byEmail.get(email));
  }

  byPhone(phoneNumber: string): User | undefined {
    return parse(this.#byPhone.get(phoneNumber));
  }

  byIdentity(providerId: string, rawId: string): User | undefined {
    return parse(this.#byIdentity.get(providerId, rawId));
  }

  /** The caller has checked that e-mail address, number and identities are nobody else's. */
  save(user: User): User {
    this.#save.run(
      user.localId,
      user.email ?? null,
      user.phoneNumber ?? null,
      JSON.stringify(user),
    );
    this.#unlink.run(user.localId);
    const keys = new Map(user.identities.map((id) => [`${id.providerId} ${id.rawId}`, id]));
    for (const { providerId, rawId } of keys.values()) {
      this.#link.run(providerId, rawId, user.localId);
    }
    return user;
  }

  remove(localId: string): void {
    this.#remove.run(localId);
    this.#unlink.run(localId);
  }

  removeAll(): void {
    this.#removeAll.run();
    this.#unlinkAll.run();
  }

  page(afterLocalId: string, limit: number): User[] {
    return this.#page.all(afterLocalId, limit).flatMap((row) => parse(row) ?? []);
  }

  count(): number {
    return Number(this.#count.get()?.count ?? 0);
  }

  identities(providerId: string, limit: number): FederatedIdentity[] {
    return this.#identities
      .all(providerId, limit)
      .flatMap((row) => parse(row)?.identities ?? [])
      .filter((identity) => identity.providerId === providerId);
  }
}

function parse(row: Record<string, unknown> | undefined): User | undefined {
  return row ? JSON.parse(String(row.record)) : undefined;
}
