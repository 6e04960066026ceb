/** How a call waits that goes on beside other steps. */
export interface Patient {
  /** Such as `"15s"`. */
  timeout: string;
  /** Without an answer it is one try of several, and no failure of the step. */
  mayFail?: boolean;
}
