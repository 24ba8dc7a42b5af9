/** R9: every test leaves as many live sessions behind as it found; those of a whole file are made before its tests. */
import { beforeEach, expect, onTestFinished } from 'vitest';
import { liveSessions } from '../../wasm-bindings/loader';

beforeEach(() => {
  const before = liveSessions();
  // After everything that a test and its file clean up.
  onTestFinished(() => expect(liveSessions(), 'live sessions after the test').toBe(before));
});
