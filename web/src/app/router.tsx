import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from "@tanstack/react-router";
import { sessionQuery } from "@/api/session";
import { queryClient } from "./queries";
import { Shell } from "./Shell";
import { NotFoundPage, RouteError } from "./RouteError";

const root = createRootRoute({ notFoundComponent: NotFoundPage, errorComponent: RouteError });

const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  validateSearch: (search: Record<string, unknown>): { token?: string; next?: string } => ({
    ...(typeof search.token === "string" && { token: search.token }),
    ...(typeof search.next === "string" && { next: search.next }),
  }),
  component: lazyRouteComponent(() => import("@/features/auth/SignIn"), "SignIn"),
});

const signedIn = createRoute({
  getParentRoute: () => root,
  id: "signed-in",
  component: Shell,
  beforeLoad: async ({ location }) => {
    const session = await queryClient.query(sessionQuery);
    if (session === null) throw redirect({ to: "/sign-in", search: { next: location.href } });
    return { session };
  },
});

/** What stands after `?`, as text; each page reads its own names. */
export type Search = Record<string, string | string[] | undefined>;

function toSearch(search: Record<string, unknown>): Search {
  const kept = Object.entries(search).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.map(String) : value === null || value === undefined ? undefined : toText(value),
  ]);
  return Object.fromEntries(kept) as Search;
}

const toText = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));

function page<const Path extends string>(path: Path, load: () => Promise<Record<string, unknown>>, name: string) {
  return createRoute({
    getParentRoute: () => signedIn,
    path,
    validateSearch: toSearch,
    component: lazyRouteComponent(load as () => Promise<Record<string, () => React.ReactNode>>, name),
  });
}

const tree = root.addChildren([
  signIn,
  signedIn.addChildren([
    page("/", () => import("@/features/metrics/Overview"), "Overview"),
    page("/traces", () => import("@/features/traces/TracesPage"), "TracesPage"),
    page("/traces/$traceId", () => import("@/features/traces/TracePage"), "TracePage"),
    page("/sessions", () => import("@/features/sessions/SessionsPage"), "SessionsPage"),
    page("/sessions/$sessionId", () => import("@/features/sessions/SessionPage"), "SessionPage"),
    page("/users", () => import("@/features/users/UsersPage"), "UsersPage"),
    page("/scores", () => import("@/features/scores/ScoresPage"), "ScoresPage"),
    page("/datasets", () => import("@/features/datasets/DatasetsPage"), "DatasetsPage"),
    page("/datasets/$datasetName", () => import("@/features/datasets/DatasetPage"), "DatasetPage"),
    page("/collectors", () => import("@/features/collectors/CollectorsPage"), "CollectorsPage"),
    page("/collectors/$collectorName", () => import("@/features/collectors/CollectorPage"), "CollectorPage"),
    page("/regression", () => import("@/features/regression/RegressionPage"), "RegressionPage"),
    page("/regression/$testId", () => import("@/features/regression/TestPage"), "TestPage"),
    page("/experiments/results", () => import("@/features/datasets/ExperimentPage"), "ExperimentPage"),
    page("/alerts", () => import("@/features/alerts/AlertsPage"), "AlertsPage"),
    page("/alerts/rules/$ruleId", () => import("@/features/alerts/RulePage"), "RulePage"),
    page("/alerts/firings/$firingId", () => import("@/features/alerts/FiringPage"), "FiringPage"),
    page("/probes", () => import("@/features/probes/ProbesPage"), "ProbesPage"),
    page("/probes/$probeId", () => import("@/features/probes/ProbePage"), "ProbePage"),
    page("/judges", () => import("@/features/judges/JudgesPage"), "JudgesPage"),
    page("/judges/$judgeName", () => import("@/features/judges/JudgePage"), "JudgePage"),
    page("/few-shot", () => import("@/features/few-shot/FewShotPage"), "FewShotPage"),
    page("/prompts", () => import("@/features/prompts/PromptsPage"), "PromptsPage"),
    page("/prompts/$promptName", () => import("@/features/prompts/PromptPage"), "PromptPage"),
    page("/settings", () => import("@/features/settings/SettingsPage"), "SettingsPage"),
  ]),
]);

export const router = createRouter({
  routeTree: tree,
  defaultPreload: "intent",
  defaultErrorComponent: RouteError,
  scrollRestoration: true,
  // Plain text in the URL, so that people can read and write it: ?tag=a&tag=b
  parseSearch: parseSearch,
  stringifySearch: stringifySearch,
});

function parseSearch(text: string): Record<string, string | string[]> {
  const parsed: Record<string, string | string[]> = {};
  for (const [name, value] of new URLSearchParams(text)) {
    const before = parsed[name];
    parsed[name] = before === undefined ? value : [...(Array.isArray(before) ? before : [before]), value];
  }
  return parsed;
}

function stringifySearch(search: Record<string, unknown>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null && one !== "") query.append(name, String(one));
    }
  }
  const text = query.toString().replaceAll("%3A", ":"); // times stay legible
  return text && `?${text}`;
}

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
