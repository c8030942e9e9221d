/** One answer of the server. */
export interface Answer<T> {
  data: T;
  /** How much of the application's log had been read, 0..1. */
  progress: number;
  /** Of a list that was asked for in part: how long all of it is. */
  total?: number | undefined;
}

export type Failure = "unreachable" | "not found" | "not built" | "refused";

export class ApiError extends Error {
  constructor(
    readonly failure: Failure,
    message: string,
  ) {
    super(message);
  }

  /** Asking again cannot help. */
  get final(): boolean {
    return this.failure === "not found" || this.failure === "not built";
  }
}

interface Cached {
  etag: string;
  data: unknown;
  total: number | undefined;
  confirmedAt: number;
}

/** Answers kept for revalidation; beyond this the least recently used goes. */
const cacheLimit = 64;

/**
 * GETs JSON with ETag revalidation. An unchanged answer (304) gives the same object again, so that
 * whoever compares by identity sees that nothing changed.
 */
export class Client {
  private readonly cache = new Map<string, Cached>();

  constructor(private readonly fetchFunction: typeof fetch = (...request) => fetch(...request)) {}

  /** The last answer, for showing at once while it is being asked for again. */
  peek<T>(path: string): { data: T; total: number | undefined; confirmedAt: number } | undefined {
    return this.cache.get(path) as (Cached & { data: T }) | undefined;
  }

  async get<T>(path: string, signal?: AbortSignal): Promise<Answer<T>> {
    const known = this.cache.get(path);
    const headers: Record<string, string> = { Accept: "application/json", Prefer: "wait=0" };
    if (known) headers["If-None-Match"] = known.etag;
    const response = await this.send(path, headers, signal);
    const progress = readProgress(response.headers.get("Afterglow-Progress"));
    if (response.status === 304 && known) {
      this.remember(path, { ...known, confirmedAt: Date.now() });
      return { data: known.data as T, progress, total: known.total };
    }
    if (!response.ok) throw await failureOf(response);
    const data = await readBody<T>(response);
    const total = readTotal(response.headers.get("X-Total-Count"));
    const etag = response.headers.get("ETag");
    if (etag) this.remember(path, { etag, data, total, confirmedAt: Date.now() });
    return { data, progress, total };
  }

  private async send(
    path: string,
    headers: Record<string, string>,
    signal?: AbortSignal,
  ): Promise<Response> {
    try {
      // The browser's own cache would hide 304 answers.
      return await this.fetchFunction(path, {
        headers,
        cache: "no-store",
        ...(signal ? { signal } : {}),
      });
    } catch (error) {
      if (signal?.aborted) throw error;
      throw new ApiError("unreachable", "The server cannot be reached.");
    }
  }

  private remember(path: string, entry: Cached): void {
    this.cache.delete(path);
    this.cache.set(path, entry);
    const oldest = this.cache.keys().next();
    if (this.cache.size > cacheLimit && !oldest.done) this.cache.delete(oldest.value);
  }
}

export const client = new Client();

function readProgress(header: string | null): number {
  const value = header === null ? 1 : Number(header);
  return Number.isFinite(value) ? Math.min(1, Math.max(0, value)) : 1;
}

function readTotal(header: string | null): number | undefined {
  const value = header === null || header === "" ? NaN : Number(header);
  return Number.isInteger(value) && value >= 0 ? value : undefined;
}

async function readBody<T>(response: Response): Promise<T> {
  try {
    return (await response.json()) as T;
  } catch {
    throw new ApiError(
      "refused",
      "The server's answer is not JSON. Is a proxy answering in its place?",
    );
  }
}

async function failureOf(response: Response): Promise<ApiError> {
  const type = response.headers.get("Content-Type") ?? "";
  const text = type.startsWith("text/plain") ? (await response.text()).trim() : "";
  const message = text || `The server answered ${response.status} ${response.statusText}`.trim();
  if (response.status === 404) return new ApiError("not found", message);
  if (response.status === 501) return new ApiError("not built", message);
  if ([502, 503, 504].includes(response.status)) return new ApiError("unreachable", message);
  return new ApiError("refused", message);
}
