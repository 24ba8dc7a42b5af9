/** Reads the challenge of a lesson, which stands beside the lessons. */
import type { ChallengeFile } from './lesson';

/** Null where there is none, or where it cannot be read: the lab goes on without it. */
export async function readChallenge(key: string): Promise<ChallengeFile | null> {
  try {
    const response = await fetch(`lessons/${key}.json`);
    return response.ok ? ((await response.json()) as ChallengeFile) : null;
  } catch {
    return null;
  }
}
