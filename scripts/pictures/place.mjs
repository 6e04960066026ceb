/**
 * Puts the pictures that there are into a page, between `<!-- begin picture UID -->` and `<!-- end picture UID -->`.
 * @param {string} page
 * @param {(uid: string) => string | null} pathOf the picture's path as the page links it; `null`: there is none yet
 * @returns {string}
 */
export function placePictures(page, pathOf) {
  return page.replaceAll(/(<!-- begin picture (\S+) -->\n)[\s\S]*?(<!-- end picture \2 -->)/g, (whole, begin, uid, end) => {
    const path = pathOf(uid);
    return path === null ? whole : `${begin}![${uid}](${path})\n${end}`;
  });
}
