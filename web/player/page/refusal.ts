/** The node said no, and why. */
export interface Refusal {
  status: number;
  reason: string | null;
}

const MAX_REASON_CHARS = 300;

export async function refusalOf(answer: Response): Promise<Refusal> {
  return { status: answer.status, reason: await problemDetail(answer) };
}

/** Of an answer whose body is known already. */
export function refusalIn(status: number, body: string): Refusal {
  try {
    return { status, reason: reasonIn(JSON.parse(body)) };
  } catch {
    return { status, reason: null };
  }
}

/** What a problem document (RFC 9457) says to people. */
async function problemDetail(answer: Response): Promise<string | null> {
  if (!(answer.headers.get('content-type') ?? '').includes('problem+json')) {
    return null;
  }
  try {
    return reasonIn(await answer.json());
  } catch {
    return null;
  }
}

function reasonIn(json: unknown): string | null {
  const problem = (json ?? {}) as { title?: unknown; detail?: unknown };
  const text = [problem.detail, problem.title].find((value) => typeof value === 'string' && value !== '');
  return text === undefined ? null : (text as string).slice(0, MAX_REASON_CHARS);
}
