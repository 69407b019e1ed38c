/** The node said no, and why. */
export interface Refusal {
  status: number;
  reason: string | null;
}

const MAX_REASON_CHARS = 300;

export async function refusalOf(answer: Response): Promise<Refusal> {
  return { status: answer.status, reason: await problemDetail(answer) };
}

/** What a problem document (RFC 9457) says to people. */
async function problemDetail(answer: Response): Promise<string | null> {
  if (!(answer.headers.get('content-type') ?? '').includes('problem+json')) {
    return null;
  }
  try {
    const problem = (await answer.json()) as { title?: unknown; detail?: unknown };
    const text = [problem.detail, problem.title].find((value) => typeof value === 'string' && value !== '');
    return text === undefined ? null : (text as string).slice(0, MAX_REASON_CHARS);
  } catch {
    return null;
  }
}
