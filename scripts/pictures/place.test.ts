import { expect, test } from "vitest";
import { placePictures } from "./place.mjs";

const page =
  "a\n<!-- begin picture x -->\nnone yet\n<!-- end picture x -->\nb\n<!-- begin picture y -->\nnone\n<!-- end picture y -->\n";

test("a picture takes the place that is marked for it, and a place without a picture stays as it is", () => {
  const placed = placePictures(page, (uid) => (uid === "x" ? "pictures/x.png" : null));
  expect(placed).toBe(page.replace("none yet", "![x](pictures/x.png)"));
  expect(placePictures(placed, (uid) => `pictures/${uid}.png`)).toContain("![x](pictures/x.png)");
});
