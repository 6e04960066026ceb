import { demoAccount } from "../server.ts";

export interface OwnAccount {
  email: string;
  password: string;
}

/** The account that whoever probes the demo signs in with: the same variables tell Sonde. */
export function ownAccount(env: NodeJS.ProcessEnv): OwnAccount {
  return {
    email: env["SONDE_DEMO_EMAIL"] || demoAccount.email,
    password: env["SONDE_DEMO_PASSWORD"] || demoAccount.password,
  };
}

/** For the terminal: a password of somebody's own choice is not shown. */
export function describeAccount({ email, password }: OwnAccount): string {
  return `${email}, password ${password === demoAccount.password ? password : "as in SONDE_DEMO_PASSWORD"}`;
}
