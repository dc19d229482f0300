import { queryOptions } from "@tanstack/react-query";
import { ApiError, read, send } from "./client";

export interface Project {
  id: string;
  name: string;
}

/** Who is signed in, and which projects they may look at. */
export interface Session {
  project: Project;
  projects: Project[];
}

export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: async ({ signal }): Promise<Session | null> => {
    try {
      return await read<Session>("/auth/session", {}, signal);
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) return null;
      throw error;
    }
  },
  staleTime: 60_000,
});

/** Sign in with a one-time token or a secret key. */
export const signIn = (given: { token: string } | { secret_key: string }) => send<Session>("POST", "/auth/session", given);

export const signOut = () => send<undefined>("DELETE", "/auth/session");
