/** What is deployed, as the services say it of themselves. */
export const release = { version: "1.4.2", revision: "backend-00042-demo" } as const;
