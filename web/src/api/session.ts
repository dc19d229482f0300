import { queryOptions } from "@tanstack/react-query";
import { read, send } from "./client";

export interface Project {
  id: string;
  name: string;
}

/** Who is signed in, and which projects they may look at; `null` for nobody. */
export interface Session {
  project: Project;
  projects: Project[];
  /** Whether it was by a link, and not by a key, which opens one project alone. */
  operator: boolean;
}

export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: ({ signal }) => read<Session | null>("/auth/session", {}, signal),
  staleTime: 60_000,
});

/** Sign in with a one-time token or a secret key. */
export const signIn = (given: { token: string } | { secret_key: string }) => send<Session>("POST", "/auth/session", given);

export const signOut = () => send<undefined>("DELETE", "/auth/session");
