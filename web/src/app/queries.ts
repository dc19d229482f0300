import { QueryClient } from "@tanstack/react-query";
import { ApiError } from "@/api/client";

const isWorthTryingAgain = (error: Error) => !(error instanceof ApiError) || error.status >= 500;

export const queryClient = new QueryClient({
  defaultOptions: {
    // The server may be on this machine, so a browser that is offline asks it all the same.
    mutations: { networkMode: "always" },
    queries: {
      networkMode: "always",
      staleTime: 15_000,
      refetchOnWindowFocus: false,
      retry: (failures, error) => failures < 2 && isWorthTryingAgain(error),
    },
  },
});
