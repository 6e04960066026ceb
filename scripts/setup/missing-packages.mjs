/**
 * @typedef {object} LockedPackage
 * @property {string} [version]
 * @property {string} [integrity]
 * @property {boolean} [dev]
 * @property {boolean} [optional]
 * @property {boolean} [devOptional]
 * @property {string[]} [os]
 * @property {string[]} [cpu]
 * @property {string[]} [libc]
 */

/** @typedef {{ packages: Record<string, LockedPackage> }} LockFile */

/**
 * @param {LockFile} locked `package-lock.json`
 * @param {LockFile} installed `node_modules/.package-lock.json`
 * @param {{ platform: string, arch: string, dev: boolean }} needs
 * @returns {string[]} names of the packages that are not there, or not in the locked version
 */
export function missingPackages(locked, installed, needs) {
  return Object.entries(locked.packages)
    .filter(([path, entry]) => path !== "" && isNeeded(entry, needs))
    .filter(([path, entry]) => !isSame(entry, installed.packages[path]))
    .map(([path]) => path.replace(/^.*node_modules\//, ""));
}

/**
 * @param {LockedPackage} entry
 * @param {{ platform: string, arch: string, dev: boolean }} needs
 */
function isNeeded(entry, { platform, arch, dev }) {
  if (entry.dev && !dev) return false;
  if (!entry.optional && !entry.devOptional) return true;
  // Binaries come as optional packages, one a platform. With `libc` it is npm that knows which of two is right.
  return !entry.libc && allows(entry.os, platform) && allows(entry.cpu, arch);
}

/**
 * @param {string[] | undefined} list
 * @param {string} value
 */
function allows(list, value) {
  return list?.includes(value) ?? false;
}

/**
 * @param {LockedPackage} locked
 * @param {LockedPackage | undefined} installed
 */
function isSame(locked, installed) {
  return installed !== undefined && locked.version === installed.version && locked.integrity === installed.integrity;
}
