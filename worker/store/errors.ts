/** The store is not there to be used: no such file, no permission, no folder. */
export class StoreOpenError extends Error {
  override name = "StoreOpenError";
  constructor(path: string, reason: string, options?: ErrorOptions) {
    super(
      `The store ${path} cannot be used: ${reason}.\nMake its folder writable for this user, or choose another place: SONDE_STORE=/path/to/sonde.db`,
      options,
    );
  }
}

export class StoreDamagedError extends Error {
  override name = "StoreDamagedError";
  constructor(path: string, reason: string, options?: ErrorOptions) {
    super(
      `The store ${path} is damaged or no SQLite database: ${reason}.\nIt was left untouched. \`sonde store move-aside\` renames it, so that a new one is made in its place; or put a backup there.`,
      options,
    );
  }
}

/** A sound SQLite database of somebody else. */
export class StoreForeignError extends Error {
  override name = "StoreForeignError";
  constructor(path: string) {
    super(
      `${path} is a SQLite database, but not Sonde's; it was left untouched.\nGive Sonde a file of its own: SONDE_STORE=/path/to/sonde.db`,
    );
  }
}

export class StoreNewerError extends Error {
  override name = "StoreNewerError";
  constructor(path: string, versions: { found: number; known: number }) {
    super(
      `The store ${path} was made by a newer Sonde: it has version ${versions.found}, this Sonde knows ${versions.known} and earlier. It was left untouched.\nUpdate Sonde, or give this one a store of its own: SONDE_STORE=/path/to/sonde.db`,
    );
  }
}

/** Nothing of the change that met the full disk was stored. */
export class StoreFullError extends Error {
  override name = "StoreFullError";
  constructor(path: string, options?: ErrorOptions) {
    super(
      `The disk is full: ${path} cannot grow. Everything stored before is intact, this change is not stored.\nFree some space, or lower the store's limits of size and age.`,
      options,
    );
  }
}

export class StoreBusyError extends Error {
  override name = "StoreBusyError";
  constructor(path: string, options?: ErrorOptions) {
    super(`The store ${path} was held by another process for too long; nothing was changed.\nTry again.`, options);
  }
}

export class StoreDiskError extends Error {
  override name = "StoreDiskError";
  constructor(path: string, reason: string, options?: ErrorOptions) {
    super(
      `The disk failed under the store ${path}: ${reason}. This change is not stored.\nCheck the disk, and put the store on a local one: network file systems do not lock reliably.`,
      options,
    );
  }
}

/** What may only be done while no worker uses the store. */
export class StoreLockedError extends Error {
  override name = "StoreLockedError";
  constructor(path: string, owner: { pid: number; since: string }) {
    super(`A worker (pid ${owner.pid}, since ${owner.since}) uses the store ${path}.\nStop it first.`);
  }
}

/** A backup never overwrites. */
export class StoreExistsError extends Error {
  override name = "StoreExistsError";
  constructor(path: string) {
    super(`${path} exists already and was left as it is.\nGive another name, or move it away.`);
  }
}
