import { expect, test } from "vitest";
import { isAccountName, isCredentialName, isCredentialParameter, isPasswordName } from "./credential-names.ts";

test.each(
  "password passwd newPassword password2 password_confirmation userPassword access_token accessToken X-Api-Key apikey api_key client_secret clientSecret session session_id JSESSIONID sid csrf_token X-XSRF-TOKEN jwt authenticity_token Authorization pin otp id_token".split(
    " ",
  ),
)("%s is the name of a credential", (name) => {
  expect(isCredentialName(name)).toBe(true);
});

test.each(
  "token_type tokenType max_tokens passenger passive key theme thread_id author authority message state code name session_count expires_in password_hint side pinned spinner".split(
    " ",
  ),
)("%s is none", (name) => {
  expect(isCredentialName(name)).toBe(false);
});

test("words of OAuth count in addresses and forms, when their value is long", () => {
  expect(isCredentialParameter("code", "abcdefgh")).toBe(true);
  expect(isCredentialParameter("code", "DE")).toBe(false);
});

test("accounts and passwords are told by name", () => {
  expect(["email", "userName", "user-id"].map(isAccountName)).toEqual([true, true, true]);
  expect(["email_sent", "users"].map(isAccountName)).toEqual([false, false]);
  expect(["password", "new_passwd", "pwd", "passport"].map(isPasswordName)).toEqual([true, true, true, false]);
});
