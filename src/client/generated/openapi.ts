// Made of docs/reference/openapi.json: npx vitest run test/reference/openapi.test.ts -u writes it anew.
export interface paths {
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** what the farm does, in the text format of Prometheus */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description docs/reference/metrics.md lists them */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/plain": string;
                    };
                };
                /** @description what is wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description urn:latency-farm:error: and the code */
                            type: string;
                            /** @description what to do about it */
                            title: string;
                            status: number;
                            /** @description what is wrong */
                            detail: string;
                            /** @description the request's id, for whoever reads the log */
                            instance: string;
                            code: string;
                            /** @description what is wrong with which field of the request */
                            fields?: {
                                path: string;
                                message: string;
                            }[];
                        };
                    };
                };
                /** @description what the farm lacks, or a defect of it */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description urn:latency-farm:error: and the code */
                            type: string;
                            /** @description what to do about it */
                            title: string;
                            status: number;
                            /** @description what is wrong */
                            detail: string;
                            /** @description the request's id, for whoever reads the log */
                            instance: string;
                            code: string;
                            /** @description what is wrong with which field of the request */
                            fields?: {
                                path: string;
                                message: string;
                            }[];
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** the process lives */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @enum {string} */
                            status: "ok";
                        };
                    };
                };
                /** @description what is wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description urn:latency-farm:error: and the code */
                            type: string;
                            /** @description what to do about it */
                            title: string;
                            status: number;
                            /** @description what is wrong */
                            detail: string;
                            /** @description the request's id, for whoever reads the log */
                            instance: string;
                            code: string;
                            /** @description what is wrong with which field of the request */
                            fields?: {
                                path: string;
                                message: string;
                            }[];
                        };
                    };
                };
                /** @description what the farm lacks, or a defect of it */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description urn:latency-farm:error: and the code */
                            type: string;
                            /** @description what to do about it */
                            title: string;
                            status: number;
                            /** @description what is wrong */
                            detail: string;
                            /** @description the request's id, for whoever reads the log */
                            instance: string;
                            code: string;
                            /** @description what is wrong with which field of the request */
                            fields?: {
                                path: string;
                                message: string;
                            }[];
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** the database answers */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @enum {string} */
                            status: "ok";
                        };
                    };
                };
                /** @description what is wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description urn:latency-farm:error: and the code */
                            type: string;
                            /** @description what to do about it */
                            title: string;
                            status: number;
                            /** @description what is wrong */
                            detail: string;
                            /** @description the request's id, for whoever reads the log */
                            instance: string;
                            code: string;
                            /** @description what is wrong with which field of the request */
                            fields?: {
                                path: string;
                                message: string;
                            }[];
                        };
                    };
                };
                /** @description what the farm lacks, or a defect of it */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description urn:latency-farm:error: and the code */
                            type: string;
                            /** @description what to do about it */
                            title: string;
                            status: number;
                            /** @description what is wrong */
                            detail: string;
                            /** @description the request's id, for whoever reads the log */
                            instance: string;
                            code: string;
                            /** @description what is wrong with which field of the request */
                            fields?: {
                                path: string;
                                message: string;
                            }[];
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/campaigns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** a page of the campaigns, the latest first */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    /** @description go on behind this campaign: its id, or the beginning of it */
                    after?: string;
                    /** @description only those that are not over: running or paused */
                    open?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            campaigns: {
                                id: string;
                                name: string;
                                owner: string;
                                /** @enum {string} */
                                state: "DRAFT" | "RUNNING" | "PAUSED" | "DONE" | "PARTLY_DONE" | "FAILED" | "CANCELLED";
                                stateReason: string | null;
                                /** Format: date-time */
                                createdAt: string;
                                /** @description 0 goes first */
                                priority: number;
                                /** @description by state; SPLIT are packs measured in parts, total is of all others */
                                runs: {
                                    [key: string]: number;
                                };
                                /** @description of the runs that are done */
                                verdicts: {
                                    [key: string]: number;
                                };
                                /** @description of the runs that failed, by error code */
                                failures: {
                                    [key: string]: number;
                                };
                                /** @description how long phones were held */
                                phoneBusyMs: number;
                                /** @description how long the benchmark tool ran */
                                toolMs: number;
                                phoneBusyShare: number | null;
                                budgetMs: number | null;
                                etaSeconds: number | null;
                            }[];
                            /** @description the last id where there are more: ask for what is behind it */
                            next: string | null;
                        };
                    };
                };
                /** @description what is wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description urn:latency-farm:error: and the code */
                            type: string;
                            /** @description what to do about it */
                            title: string;
                            status: number;
                            /** @description what is wrong */
                            detail: string;
                            /** @description the request's id, for whoever reads the log */
                            instance: string;
                            code: string;
                            /** @description what is wrong with which field of the request */
                            fields?: {
                                path: string;
                                message: string;
                            }[];
                        };
                    };
                };
                /** @description what the farm lacks, or a defect of it */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description urn:latency-farm:error: and the code */
                            type: string;
                            /** @description what to do about it */
                            title: string;
                            status: number;
                            /** @description what is wrong */
                            detail: string;
                            /** @description the request's id, for whoever reads the log */
                            instance: string;
                            code: string;
                            /** @description what is wrong with which field of the request */
                            fields?: {
                                path: string;
                                message: string;
                            }[];
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/campaigns/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** how a campaign stands */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description its id, the beginning of it, or its name */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            name: string;
                            owner: string;
                            /** @enum {string} */
                            state: "DRAFT" | "RUNNING" | "PAUSED" | "DONE" | "PARTLY_DONE" | "FAILED" | "CANCELLED";
                            stateReason: string | null;
                            /** Format: date-time */
                            createdAt: string;
                            /** @description 0 goes first */
                            priority: number;
                            /** @description by state; SPLIT are packs measured in parts, total is of all others */
                            runs: {
                                [key: string]: number;
                            };
                            /** @description of the runs that are done */
                            verdicts: {
                                [key: string]: number;
                            };
                            /** @description of the runs that failed, by error code */
                            failures: {
                                [key: string]: number;
                            };
                            /** @description how long phones were held */
                            phoneBusyMs: number;
                            /** @description how long the benchmark tool ran */
                            toolMs: number;
                            phoneBusyShare: number | null;
                            budgetMs: number | null;
                            etaSeconds: number | null;
                            /** @description decisions of an active campaign */
                            rounds: {
                                ordinal: number;
                                scenarioKey: string;
                                poolKey: string;
                                /** @enum {string} */
                                state: "MEASURING" | "MEASURED" | "ENDED";
                                reason: string | null;
                                strategy: string;
                                /** @description hashes of configurations */
                                choices: string[];
                                architectures: string[];
                                sources: string[];
                                expectedCostMs: number;
                                spentMs: number;
                                estimate: {
                                    measured: number;
                                    expectedErrorPercent: number;
                                    networksWithinPercent: number;
                                } | null;
                            }[];
                            /** @description what was found of packing, by operator */
                            packing: {
                                scenarioKey: string;
                                poolKey: string;
                                operator: string;
                                /** @enum {string} */
                                decision: "AGREES" | "CORRECTED" | "REFUSED";
                                ratio: number;
                                spread: number;
                                configurations: number;
                            }[];
                        };
                    };
                };
                /** @description what is wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description urn:latency-farm:error: and the code */
                            type: string;
                            /** @description what to do about it */
                            title: string;
                            status: number;
                            /** @description what is wrong */
                            detail: string;
                            /** @description the request's id, for whoever reads the log */
                            instance: string;
                            code: string;
                            /** @description what is wrong with which field of the request */
                            fields?: {
                                path: string;
                                message: string;
                            }[];
                        };
                    };
                };
                /** @description what the farm lacks, or a defect of it */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description urn:latency-farm:error: and the code */
                            type: string;
                            /** @description what to do about it */
                            title: string;
                            status: number;
                            /** @description what is wrong */
                            detail: string;
                            /** @description the request's id, for whoever reads the log */
                            instance: string;
                            code: string;
                            /** @description what is wrong with which field of the request */
                            fields?: {
                                path: string;
                                message: string;
                            }[];
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/campaigns/{id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** take it out of the queues */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description its id, the beginning of it, or its name */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            name: string;
                            owner: string;
                            /** @enum {string} */
                            state: "DRAFT" | "RUNNING" | "PAUSED" | "DONE" | "PARTLY_DONE" | "FAILED" | "CANCELLED";
                            stateReason: string | null;
                            /** Format: date-time */
                            createdAt: string;
                            /** @description 0 goes first */
                            priority: number;
                            /** @description by state; SPLIT are packs measured in parts, total is of all others */
                            runs: {
                                [key: string]: number;
                            };
                            /** @description of the runs that are done */
                            verdicts: {
                                [key: string]: number;
                            };
                            /** @description of the runs that failed, by error code */
                            failures: {
                                [key: string]: number;
                            };
                            /** @description how long phones were held */
                            phoneBusyMs: number;
                            /** @description how long the benchmark tool ran */
                            toolMs: number;
                            phoneBusyShare: number | null;
                            budgetMs: number | null;
                            etaSeconds: number | null;
                            /** @description decisions of an active campaign */
                            rounds: {
                                ordinal: number;
                                scenarioKey: string;
                                poolKey: string;
                                /** @enum {string} */
                                state: "MEASURING" | "MEASURED" | "ENDED";
                                reason: string | null;
                                strategy: string;
                                /** @description hashes of configurations */
                                choices: string[];
                                architectures: string[];
                                sources: string[];
                                expectedCostMs: number;
                                spentMs: number;
                                estimate: {
                                    measured: number;
                                    expectedErrorPercent: number;
                                    networksWithinPercent: number;
                                } | null;
                            }[];
                            /** @description what was found of packing, by operator */
                            packing: {
                                scenarioKey: string;
                                poolKey: string;
                                operator: string;
                                /** @enum {string} */
                                decision: "AGREES" | "CORRECTED" | "REFUSED";
                                ratio: number;
                                spread: number;
                                configurations: number;
                            }[];
                        };
                    };
                };
                /** @description what is wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description urn:latency-farm:error: and the code */
                            type: string;
                            /** @description what to do about it */
                            title: string;
                            status: number;
                            /** @description what is wrong */
                            detail: string;
                            /** @description the request's id, for whoever reads the log */
                            instance: string;
                            code: string;
                            /** @description what is wrong with which field of the request */
                            fields?: {
                                path: string;
                                message: string;
                            }[];
                        };
                    };
                };
                /** @description what the farm lacks, or a defect of it */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description urn:latency-farm:error: and the code */
                            type: string;
                            /** @description what to do about it */
                            title: string;
                            status: number;
                            /** @description what is wrong */
                            detail: string;
                            /** @description the request's id, for whoever reads the log */
                            instance: string;
                            code: string;
                            /** @description what is wrong with which field of the request */
                            fields?: {
                                path: string;
                                message: string;
                            }[];
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/campaigns/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** put it back into the queues */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description its id, the beginning of it, or its name */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            name: string;
                            owner: string;
                            /** @enum {string} */
                            state: "DRAFT" | "RUNNING" | "PAUSED" | "DONE" | "PARTLY_DONE" | "FAILED" | "CANCELLED";
                            stateReason: string | null;
                            /** Format: date-time */
                            createdAt: string;
                            /** @description 0 goes first */
                            priority: number;
                            /** @description by state; SPLIT are packs measured in parts, total is of all others */
                            runs: {
                                [key: string]: number;
                            };
                            /** @description of the runs that are done */
                            verdicts: {
                                [key: string]: number;
                            };
                            /** @description of the runs that failed, by error code */
                            failures: {
                                [key: string]: number;
                            };
                            /** @description how long phones were held */
                            phoneBusyMs: number;
                            /** @description how long the benchmark tool ran */
                            toolMs: number;
                            phoneBusyShare: number | null;
                            budgetMs: number | null;
                            etaSeconds: number | null;
                            /** @description decisions of an active campaign */
                            rounds: {
                                ordinal: number;
                                scenarioKey: string;
                                poolKey: string;
                                /** @enum {string} */
                                state: "MEASURING" | "MEASURED" | "ENDED";
                                reason: string | null;
                                strategy: string;
                                /** @description hashes of configurations */
                                choices: string[];
                                architectures: string[];
                                sources: string[];
                                expectedCostMs: number;
                                spentMs: number;
                                estimate: {
                                    measured: number;
                                    expectedErrorPercent: number;
                                    networksWithinPercent: number;
                                } | null;
                            }[];
                            /** @description what was found of packing, by operator */
                            packing: {
                                scenarioKey: string;
                                poolKey: string;
                                operator: string;
                                /** @enum {string} */
                                decision: "AGREES" | "CORRECTED" | "REFUSED";
                                ratio: number;
                                spread: number;
                                configurations: number;
                            }[];
                        };
                    };
                };
                /** @description what is wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description urn:latency-farm:error: and the code */
                            type: string;
                            /** @description what to do about it */
                            title: string;
                            status: number;
                            /** @description what is wrong */
                            detail: string;
                            /** @description the request's id, for whoever reads the log */
                            instance: string;
                            code: string;
                            /** @description what is wrong with which field of the request */
                            fields?: {
                                path: string;
                                message: string;
                            }[];
                        };
                    };
                };
                /** @description what the farm lacks, or a defect of it */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description urn:latency-farm:error: and the code */
                            type: string;
                            /** @description what to do about it */
                            title: string;
                            status: number;
                            /** @description what is wrong */
                            detail: string;
                            /** @description the request's id, for whoever reads the log */
                            instance: string;
                            code: string;
                            /** @description what is wrong with which field of the request */
                            fields?: {
                                path: string;
                                message: string;
                            }[];
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/campaigns/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** give up what it has not measured yet */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description its id, the beginning of it, or its name */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            name: string;
                            owner: string;
                            /** @enum {string} */
                            state: "DRAFT" | "RUNNING" | "PAUSED" | "DONE" | "PARTLY_DONE" | "FAILED" | "CANCELLED";
                            stateReason: string | null;
                            /** Format: date-time */
                            createdAt: string;
                            /** @description 0 goes first */
                            priority: number;
                            /** @description by state; SPLIT are packs measured in parts, total is of all others */
                            runs: {
                                [key: string]: number;
                            };
                            /** @description of the runs that are done */
                            verdicts: {
                                [key: string]: number;
                            };
                            /** @description of the runs that failed, by error code */
                            failures: {
                                [key: string]: number;
                            };
                            /** @description how long phones were held */
                            phoneBusyMs: number;
                            /** @description how long the benchmark tool ran */
                            toolMs: number;
                            phoneBusyShare: number | null;
                            budgetMs: number | null;
                            etaSeconds: number | null;
                            /** @description decisions of an active campaign */
                            rounds: {
                                ordinal: number;
                                scenarioKey: string;
                                poolKey: string;
                                /** @enum {string} */
                                state: "MEASURING" | "MEASURED" | "ENDED";
                                reason: string | null;
                                strategy: string;
                                /** @description hashes of configurations */
                                choices: string[];
                                architectures: string[];
                                sources: string[];
                                expectedCostMs: number;
                                spentMs: number;
                                estimate: {
                                    measured: number;
                                    expectedErrorPercent: number;
                                    networksWithinPercent: number;
                                } | null;
                            }[];
                            /** @description what was found of packing, by operator */
                            packing: {
                                scenarioKey: string;
                                poolKey: string;
                                operator: string;
                                /** @enum {string} */
                                decision: "AGREES" | "CORRECTED" | "REFUSED";
                                ratio: number;
                                spread: number;
                                configurations: number;
                            }[];
                        };
                    };
                };
                /** @description what is wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description urn:latency-farm:error: and the code */
                            type: string;
                            /** @description what to do about it */
                            title: string;
                            status: number;
                            /** @description what is wrong */
                            detail: string;
                            /** @description the request's id, for whoever reads the log */
                            instance: string;
                            code: string;
                            /** @description what is wrong with which field of the request */
                            fields?: {
                                path: string;
                                message: string;
                            }[];
                        };
                    };
                };
                /** @description what the farm lacks, or a defect of it */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description urn:latency-farm:error: and the code */
                            type: string;
                            /** @description what to do about it */
                            title: string;
                            status: number;
                            /** @description what is wrong */
                            detail: string;
                            /** @description the request's id, for whoever reads the log */
                            instance: string;
                            code: string;
                            /** @description what is wrong with which field of the request */
                            fields?: {
                                path: string;
                                message: string;
                            }[];
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/campaigns/{id}/progress": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** how a campaign stands, as server-sent events until it is over */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description events "progress", each with the campaign as its data, and one "end" when it is over; "problem", with a problem document, where the farm can tell no more for now */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/event-stream": string;
                    };
                };
                /** @description what is wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description urn:latency-farm:error: and the code */
                            type: string;
                            /** @description what to do about it */
                            title: string;
                            status: number;
                            /** @description what is wrong */
                            detail: string;
                            /** @description the request's id, for whoever reads the log */
                            instance: string;
                            code: string;
                            /** @description what is wrong with which field of the request */
                            fields?: {
                                path: string;
                                message: string;
                            }[];
                        };
                    };
                };
                /** @description what the farm lacks, or a defect of it */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description urn:latency-farm:error: and the code */
                            type: string;
                            /** @description what to do about it */
                            title: string;
                            status: number;
                            /** @description what is wrong */
                            detail: string;
                            /** @description the request's id, for whoever reads the log */
                            instance: string;
                            code: string;
                            /** @description what is wrong with which field of the request */
                            fields?: {
                                path: string;
                                message: string;
                            }[];
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/phones": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** all phones, why one does not measure, and what to do about it */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id?: string;
                            serialNumber: string | null;
                            adbSerial: string | null;
                            host: string | null;
                            /** @description READY, IN_USE, HOT, QUARANTINED, … */
                            state: string;
                            reason: string | null;
                            /** @description what to do about it */
                            remedy: string | null;
                            leaseHolder: string | null;
                            /** @description how its latest runs ended */
                            health: {
                                runs: number;
                                /** @description by code, of the phone alone */
                                failures: {
                                    [key: string]: number;
                                };
                            } | null;
                            lastSeenAt: string | null;
                            pool: string | null;
                            deviceModel?: string;
                            manufacturer?: string;
                            socModel?: string;
                            gpuModel?: string | null;
                            abis?: string[];
                            androidRelease?: string;
                            sdkLevel?: number;
                            buildFingerprint?: string;
                            coreClusters?: {
                                name: string;
                                cpus: number[];
                                maxFrequencyKhz: number;
                            }[];
                            labels?: string[];
                            consecutiveFailures?: number;
                            quarantinedUntil?: string | null;
                            /**
                             * Format: date-time
                             * @description when the farm first read it
                             */
                            createdAt?: string;
                        }[];
                    };
                };
                /** @description what is wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description urn:latency-farm:error: and the code */
                            type: string;
                            /** @description what to do about it */
                            title: string;
                            status: number;
                            /** @description what is wrong */
                            detail: string;
                            /** @description the request's id, for whoever reads the log */
                            instance: string;
                            code: string;
                            /** @description what is wrong with which field of the request */
                            fields?: {
                                path: string;
                                message: string;
                            }[];
                        };
                    };
                };
                /** @description what the farm lacks, or a defect of it */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description urn:latency-farm:error: and the code */
                            type: string;
                            /** @description what to do about it */
                            title: string;
                            status: number;
                            /** @description what is wrong */
                            detail: string;
                            /** @description the request's id, for whoever reads the log */
                            instance: string;
                            code: string;
                            /** @description what is wrong with which field of the request */
                            fields?: {
                                path: string;
                                message: string;
                            }[];
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/phones/{serial}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** what a phone is, how it is, and what became of it */
        get: {
            parameters: {
                query?: {
                    events?: number;
                };
                header?: never;
                path: {
                    /** @description ro.serialno */
                    serial: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id?: string;
                            serialNumber: string | null;
                            adbSerial: string | null;
                            host: string | null;
                            /** @description READY, IN_USE, HOT, QUARANTINED, … */
                            state: string;
                            reason: string | null;
                            /** @description what to do about it */
                            remedy: string | null;
                            leaseHolder: string | null;
                            /** @description how its latest runs ended */
                            health: {
                                runs: number;
                                /** @description by code, of the phone alone */
                                failures: {
                                    [key: string]: number;
                                };
                            } | null;
                            lastSeenAt: string | null;
                            pool: string | null;
                            deviceModel?: string;
                            manufacturer?: string;
                            socModel?: string;
                            gpuModel?: string | null;
                            abis?: string[];
                            androidRelease?: string;
                            sdkLevel?: number;
                            buildFingerprint?: string;
                            coreClusters?: {
                                name: string;
                                cpus: number[];
                                maxFrequencyKhz: number;
                            }[];
                            labels?: string[];
                            consecutiveFailures?: number;
                            quarantinedUntil?: string | null;
                            /**
                             * Format: date-time
                             * @description when the farm first read it
                             */
                            createdAt?: string;
                            coreSets: string[];
                            /** @description of the benchmark tools that the farm has for it */
                            runtimeVersions: string[];
                            runs: {
                                outcome: string;
                                count: number;
                            }[];
                            lastRun?: {
                                /** Format: date-time */
                                finishedAt: string;
                                conditions: unknown;
                            };
                            events: {
                                /** Format: date-time */
                                at: string;
                                kind: string;
                                detail: unknown;
                            }[];
                        };
                    };
                };
                /** @description what is wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description urn:latency-farm:error: and the code */
                            type: string;
                            /** @description what to do about it */
                            title: string;
                            status: number;
                            /** @description what is wrong */
                            detail: string;
                            /** @description the request's id, for whoever reads the log */
                            instance: string;
                            code: string;
                            /** @description what is wrong with which field of the request */
                            fields?: {
                                path: string;
                                message: string;
                            }[];
                        };
                    };
                };
                /** @description what the farm lacks, or a defect of it */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description urn:latency-farm:error: and the code */
                            type: string;
                            /** @description what to do about it */
                            title: string;
                            status: number;
                            /** @description what is wrong */
                            detail: string;
                            /** @description the request's id, for whoever reads the log */
                            instance: string;
                            code: string;
                            /** @description what is wrong with which field of the request */
                            fields?: {
                                path: string;
                                message: string;
                            }[];
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/phones/{serial}/drain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** let the run at hand finish, and give the phone no more */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description ro.serialno */
                    serial: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description why, for whoever asks */
                        note?: string;
                    } | null;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id?: string;
                            serialNumber: string | null;
                            adbSerial: string | null;
                            host: string | null;
                            /** @description READY, IN_USE, HOT, QUARANTINED, … */
                            state: string;
                            reason: string | null;
                            /** @description what to do about it */
                            remedy: string | null;
                            leaseHolder: string | null;
                            /** @description how its latest runs ended */
                            health: {
                                runs: number;
                                /** @description by code, of the phone alone */
                                failures: {
                                    [key: string]: number;
                                };
                            } | null;
                            lastSeenAt: string | null;
                            pool: string | null;
                            deviceModel?: string;
                            manufacturer?: string;
                            socModel?: string;
                            gpuModel?: string | null;
                            abis?: string[];
                            androidRelease?: string;
                            sdkLevel?: number;
                            buildFingerprint?: string;
                            coreClusters?: {
                                name: string;
                                cpus: number[];
                                maxFrequencyKhz: number;
                            }[];
                            labels?: string[];
                            consecutiveFailures?: number;
                            quarantinedUntil?: string | null;
                            /**
                             * Format: date-time
                             * @description when the farm first read it
                             */
                            createdAt?: string;
                        };
                    };
                };
                /** @description what is wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description urn:latency-farm:error: and the code */
                            type: string;
                            /** @description what to do about it */
                            title: string;
                            status: number;
                            /** @description what is wrong */
                            detail: string;
                            /** @description the request's id, for whoever reads the log */
                            instance: string;
                            code: string;
                            /** @description what is wrong with which field of the request */
                            fields?: {
                                path: string;
                                message: string;
                            }[];
                        };
                    };
                };
                /** @description what the farm lacks, or a defect of it */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description urn:latency-farm:error: and the code */
                            type: string;
                            /** @description what to do about it */
                            title: string;
                            status: number;
                            /** @description what is wrong */
                            detail: string;
                            /** @description the request's id, for whoever reads the log */
                            instance: string;
                            code: string;
                            /** @description what is wrong with which field of the request */
                            fields?: {
                                path: string;
                                message: string;
                            }[];
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/phones/{serial}/maintain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** end the run at hand, and leave the phone alone until it is resumed */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description ro.serialno */
                    serial: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description why, for whoever asks */
                        note?: string;
                    } | null;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id?: string;
                            serialNumber: string | null;
                            adbSerial: string | null;
                            host: string | null;
                            /** @description READY, IN_USE, HOT, QUARANTINED, … */
                            state: string;
                            reason: string | null;
                            /** @description what to do about it */
                            remedy: string | null;
                            leaseHolder: string | null;
                            /** @description how its latest runs ended */
                            health: {
                                runs: number;
                                /** @description by code, of the phone alone */
                                failures: {
                                    [key: string]: number;
                                };
                            } | null;
                            lastSeenAt: string | null;
                            pool: string | null;
                            deviceModel?: string;
                            manufacturer?: string;
                            socModel?: string;
                            gpuModel?: string | null;
                            abis?: string[];
                            androidRelease?: string;
                            sdkLevel?: number;
                            buildFingerprint?: string;
                            coreClusters?: {
                                name: string;
                                cpus: number[];
                                maxFrequencyKhz: number;
                            }[];
                            labels?: string[];
                            consecutiveFailures?: number;
                            quarantinedUntil?: string | null;
                            /**
                             * Format: date-time
                             * @description when the farm first read it
                             */
                            createdAt?: string;
                        };
                    };
                };
                /** @description what is wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description urn:latency-farm:error: and the code */
                            type: string;
                            /** @description what to do about it */
                            title: string;
                            status: number;
                            /** @description what is wrong */
                            detail: string;
                            /** @description the request's id, for whoever reads the log */
                            instance: string;
                            code: string;
                            /** @description what is wrong with which field of the request */
                            fields?: {
                                path: string;
                                message: string;
                            }[];
                        };
                    };
                };
                /** @description what the farm lacks, or a defect of it */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description urn:latency-farm:error: and the code */
                            type: string;
                            /** @description what to do about it */
                            title: string;
                            status: number;
                            /** @description what is wrong */
                            detail: string;
                            /** @description the request's id, for whoever reads the log */
                            instance: string;
                            code: string;
                            /** @description what is wrong with which field of the request */
                            fields?: {
                                path: string;
                                message: string;
                            }[];
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/phones/{serial}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** take a phone back that was drained, under maintenance or in quarantine, and one that has drifted as it is now */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description ro.serialno */
                    serial: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description why, for whoever asks */
                        note?: string;
                    } | null;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id?: string;
                            serialNumber: string | null;
                            adbSerial: string | null;
                            host: string | null;
                            /** @description READY, IN_USE, HOT, QUARANTINED, … */
                            state: string;
                            reason: string | null;
                            /** @description what to do about it */
                            remedy: string | null;
                            leaseHolder: string | null;
                            /** @description how its latest runs ended */
                            health: {
                                runs: number;
                                /** @description by code, of the phone alone */
                                failures: {
                                    [key: string]: number;
                                };
                            } | null;
                            lastSeenAt: string | null;
                            pool: string | null;
                            deviceModel?: string;
                            manufacturer?: string;
                            socModel?: string;
                            gpuModel?: string | null;
                            abis?: string[];
                            androidRelease?: string;
                            sdkLevel?: number;
                            buildFingerprint?: string;
                            coreClusters?: {
                                name: string;
                                cpus: number[];
                                maxFrequencyKhz: number;
                            }[];
                            labels?: string[];
                            consecutiveFailures?: number;
                            quarantinedUntil?: string | null;
                            /**
                             * Format: date-time
                             * @description when the farm first read it
                             */
                            createdAt?: string;
                        };
                    };
                };
                /** @description what is wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description urn:latency-farm:error: and the code */
                            type: string;
                            /** @description what to do about it */
                            title: string;
                            status: number;
                            /** @description what is wrong */
                            detail: string;
                            /** @description the request's id, for whoever reads the log */
                            instance: string;
                            code: string;
                            /** @description what is wrong with which field of the request */
                            fields?: {
                                path: string;
                                message: string;
                            }[];
                        };
                    };
                };
                /** @description what the farm lacks, or a defect of it */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description urn:latency-farm:error: and the code */
                            type: string;
                            /** @description what to do about it */
                            title: string;
                            status: number;
                            /** @description what is wrong */
                            detail: string;
                            /** @description the request's id, for whoever reads the log */
                            instance: string;
                            code: string;
                            /** @description what is wrong with which field of the request */
                            fields?: {
                                path: string;
                                message: string;
                            }[];
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/hosts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** all hosts by name */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            name: string;
                            /** @enum {string} */
                            kind: "WORKER" | "ADB_TUNNEL";
                            /** @enum {string} */
                            state: "ONLINE" | "OFFLINE" | "DRAINING" | "FAILED";
                            stateReason: string | null;
                            /** @description null for the machine of the farm itself */
                            sshAddress: string | null;
                            /** @description of the adb server there */
                            adbPort: number;
                            packageVersion: string | null;
                            lastSeenAt: string | null;
                            /** @description of its worker, against the database's; 0 within what is tolerated */
                            clockAheadMs: number;
                            /** @description serial numbers */
                            phones: string[];
                        }[];
                    };
                };
                /** @description what is wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description urn:latency-farm:error: and the code */
                            type: string;
                            /** @description what to do about it */
                            title: string;
                            status: number;
                            /** @description what is wrong */
                            detail: string;
                            /** @description the request's id, for whoever reads the log */
                            instance: string;
                            code: string;
                            /** @description what is wrong with which field of the request */
                            fields?: {
                                path: string;
                                message: string;
                            }[];
                        };
                    };
                };
                /** @description what the farm lacks, or a defect of it */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description urn:latency-farm:error: and the code */
                            type: string;
                            /** @description what to do about it */
                            title: string;
                            status: number;
                            /** @description what is wrong */
                            detail: string;
                            /** @description the request's id, for whoever reads the log */
                            instance: string;
                            code: string;
                            /** @description what is wrong with which field of the request */
                            fields?: {
                                path: string;
                                message: string;
                            }[];
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/hosts/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** a host and its phones */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    name: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            name: string;
                            /** @enum {string} */
                            kind: "WORKER" | "ADB_TUNNEL";
                            /** @enum {string} */
                            state: "ONLINE" | "OFFLINE" | "DRAINING" | "FAILED";
                            stateReason: string | null;
                            /** @description null for the machine of the farm itself */
                            sshAddress: string | null;
                            /** @description of the adb server there */
                            adbPort: number;
                            packageVersion: string | null;
                            lastSeenAt: string | null;
                            /** @description of its worker, against the database's; 0 within what is tolerated */
                            clockAheadMs: number;
                            /** @description serial numbers */
                            phones: string[];
                        };
                    };
                };
                /** @description what is wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description urn:latency-farm:error: and the code */
                            type: string;
                            /** @description what to do about it */
                            title: string;
                            status: number;
                            /** @description what is wrong */
                            detail: string;
                            /** @description the request's id, for whoever reads the log */
                            instance: string;
                            code: string;
                            /** @description what is wrong with which field of the request */
                            fields?: {
                                path: string;
                                message: string;
                            }[];
                        };
                    };
                };
                /** @description what the farm lacks, or a defect of it */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description urn:latency-farm:error: and the code */
                            type: string;
                            /** @description what to do about it */
                            title: string;
                            status: number;
                            /** @description what is wrong */
                            detail: string;
                            /** @description the request's id, for whoever reads the log */
                            instance: string;
                            code: string;
                            /** @description what is wrong with which field of the request */
                            fields?: {
                                path: string;
                                message: string;
                            }[];
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** a page of the runs, those begun last first */
        get: {
            parameters: {
                query?: {
                    /** @description its id, the beginning of it, or its name */
                    campaign?: string;
                    /** @description serial number */
                    phone?: string;
                    verdict?: "ok" | "throttled" | "contended" | "noisy" | "doubtful" | "drifted" | "parse-mismatch" | "incomplete" | "fallback";
                    /** @description only those that failed and are not tried again */
                    failed?: string;
                    /** @description only those that a phone executes now */
                    running?: string;
                    limit?: number;
                    after?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            runs: {
                                id: string;
                                campaignId: string;
                                campaign: string;
                                sample: string;
                                scenario: string;
                                pool: string;
                                deviceModel: string;
                                /** @description serial number of the phone that executed it last */
                                phone: string | null;
                                repetition: number;
                                attempts: number;
                                /** @enum {string} */
                                state: "PENDING" | "RUNNING" | "DONE" | "FAILED" | "CANCELLED" | "SPLIT";
                                verdict: string | null;
                                verdictReason: string | null;
                                failureCode: string | null;
                                startedAt: string | null;
                                finishedAt: string | null;
                                inferenceMeanUs: number | null;
                                inferenceStdUs: number | null;
                                inferenceCount: number | null;
                            }[];
                            /** @description ask for the page after it with ?after=; null on the last one */
                            next: string | null;
                        };
                    };
                };
                /** @description what is wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description urn:latency-farm:error: and the code */
                            type: string;
                            /** @description what to do about it */
                            title: string;
                            status: number;
                            /** @description what is wrong */
                            detail: string;
                            /** @description the request's id, for whoever reads the log */
                            instance: string;
                            code: string;
                            /** @description what is wrong with which field of the request */
                            fields?: {
                                path: string;
                                message: string;
                            }[];
                        };
                    };
                };
                /** @description what the farm lacks, or a defect of it */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description urn:latency-farm:error: and the code */
                            type: string;
                            /** @description what to do about it */
                            title: string;
                            status: number;
                            /** @description what is wrong */
                            detail: string;
                            /** @description the request's id, for whoever reads the log */
                            instance: string;
                            code: string;
                            /** @description what is wrong with which field of the request */
                            fields?: {
                                path: string;
                                message: string;
                            }[];
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** what a run measured, and under which conditions */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description its id, or the beginning of it */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            campaignId: string;
                            campaign: string;
                            sample: string;
                            scenario: string;
                            pool: string;
                            deviceModel: string;
                            /** @description serial number of the phone that executed it last */
                            phone: string | null;
                            repetition: number;
                            attempts: number;
                            /** @enum {string} */
                            state: "PENDING" | "RUNNING" | "DONE" | "FAILED" | "CANCELLED" | "SPLIT";
                            verdict: string | null;
                            verdictReason: string | null;
                            failureCode: string | null;
                            startedAt: string | null;
                            finishedAt: string | null;
                            inferenceMeanUs: number | null;
                            inferenceStdUs: number | null;
                            inferenceCount: number | null;
                            key: string;
                            /** @enum {string} */
                            sampleKind: "OPERATIONS" | "ARCHITECTURE" | "FILE";
                            /** @description what was measured: operations with their configurations, an architecture, or a file */
                            sampleSpec: unknown;
                            /** @description the campaign as it was submitted */
                            campaignSpec: unknown;
                            failureBlame: string | null;
                            failureMessage: string | null;
                            phoneBusyMs: number | null;
                            toolMs: number | null;
                            initUs: number | null;
                            firstInferenceUs: number | null;
                            warmupMeanUs: number | null;
                            inferenceMinUs: number | null;
                            inferenceMaxUs: number | null;
                            operationSumUs: number | null;
                            clockSource: string | null;
                            /** @description what the tool tells beside the latency: percentiles, memory, nodes of a delegate */
                            toolReport: unknown;
                            commandLine: string[];
                            /** @description heat, clocks, battery, governor before, during and after */
                            conditions: unknown;
                            benchmarkBinarySha256: string | null;
                            modelSha256: string | null;
                            parserVersion: number | null;
                            /** @description what gave way to a later measurement */
                            earlierMeasurements: unknown[];
                            /** Format: date-time */
                            createdAt: string;
                            /** @description of the output that is kept, compressed */
                            outputBytes: number | null;
                            operations: {
                                /** @description place in the execution order */
                                ordinal: number;
                                /** @description in the model file */
                                operationIndex: number | null;
                                operator: string;
                                kernel: string | null;
                                configurationHash: string | null;
                                meanUs: number;
                                stdUs: number | null;
                                firstUs: number;
                                count: number;
                                /** @description one row stands for this operation and others */
                                sharedRow: boolean;
                            }[];
                            /** @description of one inference, the whole phone; null where the phone does not tell */
                            energy: {
                                samples: number;
                                meanPowerMw: number;
                                energyMj: number;
                                uncertaintyMj: number;
                            } | null;
                        };
                    };
                };
                /** @description what is wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description urn:latency-farm:error: and the code */
                            type: string;
                            /** @description what to do about it */
                            title: string;
                            status: number;
                            /** @description what is wrong */
                            detail: string;
                            /** @description the request's id, for whoever reads the log */
                            instance: string;
                            code: string;
                            /** @description what is wrong with which field of the request */
                            fields?: {
                                path: string;
                                message: string;
                            }[];
                        };
                    };
                };
                /** @description what the farm lacks, or a defect of it */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description urn:latency-farm:error: and the code */
                            type: string;
                            /** @description what to do about it */
                            title: string;
                            status: number;
                            /** @description what is wrong */
                            detail: string;
                            /** @description the request's id, for whoever reads the log */
                            instance: string;
                            code: string;
                            /** @description what is wrong with which field of the request */
                            fields?: {
                                path: string;
                                message: string;
                            }[];
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{id}/prediction": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** a run beside what the release that answers now says of it */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description its id, or the beginning of it */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            total: {
                                predictedUs: number | null;
                                lowUs: number | null;
                                highUs: number | null;
                                errorPercent: number | null;
                                inInterval: boolean | null;
                                /** @description why nothing is predicted */
                                notPredicted: string | null;
                                releaseVersion: number | null;
                            };
                            operations: {
                                /** @description place in the execution order */
                                ordinal: number;
                                /** @description in the model file */
                                operationIndex: number | null;
                                operator: string;
                                kernel: string | null;
                                configurationHash: string | null;
                                meanUs: number;
                                stdUs: number | null;
                                firstUs: number;
                                count: number;
                                /** @description one row stands for this operation and others */
                                sharedRow: boolean;
                                predictedUs: number | null;
                                errorPercent: number | null;
                                /** @description outside what was learned from */
                                extrapolated: boolean | null;
                            }[];
                        };
                    };
                };
                /** @description what is wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description urn:latency-farm:error: and the code */
                            type: string;
                            /** @description what to do about it */
                            title: string;
                            status: number;
                            /** @description what is wrong */
                            detail: string;
                            /** @description the request's id, for whoever reads the log */
                            instance: string;
                            code: string;
                            /** @description what is wrong with which field of the request */
                            fields?: {
                                path: string;
                                message: string;
                            }[];
                        };
                    };
                };
                /** @description what the farm lacks, or a defect of it */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description urn:latency-farm:error: and the code */
                            type: string;
                            /** @description what to do about it */
                            title: string;
                            status: number;
                            /** @description what is wrong */
                            detail: string;
                            /** @description the request's id, for whoever reads the log */
                            instance: string;
                            code: string;
                            /** @description what is wrong with which field of the request */
                            fields?: {
                                path: string;
                                message: string;
                            }[];
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{id}/timings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** the op timings of a run, in the order of execution */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description its id, or the beginning of it */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description place in the execution order */
                            ordinal: number;
                            /** @description in the model file */
                            operationIndex: number | null;
                            operator: string;
                            kernel: string | null;
                            configurationHash: string | null;
                            meanUs: number;
                            stdUs: number | null;
                            firstUs: number;
                            count: number;
                            /** @description one row stands for this operation and others */
                            sharedRow: boolean;
                        }[];
                    };
                };
                /** @description what is wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description urn:latency-farm:error: and the code */
                            type: string;
                            /** @description what to do about it */
                            title: string;
                            status: number;
                            /** @description what is wrong */
                            detail: string;
                            /** @description the request's id, for whoever reads the log */
                            instance: string;
                            code: string;
                            /** @description what is wrong with which field of the request */
                            fields?: {
                                path: string;
                                message: string;
                            }[];
                        };
                    };
                };
                /** @description what the farm lacks, or a defect of it */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description urn:latency-farm:error: and the code */
                            type: string;
                            /** @description what to do about it */
                            title: string;
                            status: number;
                            /** @description what is wrong */
                            detail: string;
                            /** @description the request's id, for whoever reads the log */
                            instance: string;
                            code: string;
                            /** @description what is wrong with which field of the request */
                            fields?: {
                                path: string;
                                message: string;
                            }[];
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{id}/output": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** what the benchmark tool printed in a run */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description its id, or the beginning of it */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            exitCode: number;
                            stdout: string;
                            stderr: string;
                            /** @description the tool's own profile, where it wrote one */
                            profile: string | null;
                            /** @description of a second execution with the profiler */
                            profiledStdout: string | null;
                            profiledStderr: string | null;
                        };
                    };
                };
                /** @description what is wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description urn:latency-farm:error: and the code */
                            type: string;
                            /** @description what to do about it */
                            title: string;
                            status: number;
                            /** @description what is wrong */
                            detail: string;
                            /** @description the request's id, for whoever reads the log */
                            instance: string;
                            code: string;
                            /** @description what is wrong with which field of the request */
                            fields?: {
                                path: string;
                                message: string;
                            }[];
                        };
                    };
                };
                /** @description what the farm lacks, or a defect of it */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description urn:latency-farm:error: and the code */
                            type: string;
                            /** @description what to do about it */
                            title: string;
                            status: number;
                            /** @description what is wrong */
                            detail: string;
                            /** @description the request's id, for whoever reads the log */
                            instance: string;
                            code: string;
                            /** @description what is wrong with which field of the request */
                            fields?: {
                                path: string;
                                message: string;
                            }[];
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/campaigns/{id}/results": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** the networks of a campaign, measured beside predicted */
        get: {
            parameters: {
                query?: {
                    networks?: number;
                    after?: number;
                };
                header?: never;
                path: {
                    /** @description its id, or the beginning of it */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            results: {
                                ordinal: number;
                                /** @enum {string} */
                                kind: "operations" | "architecture" | "file";
                                sample: string;
                                scenario: string;
                                pool: string;
                                deviceModel: string;
                                runs: number;
                                open: number;
                                failed: number;
                                /** @description runs that the numbers rest on */
                                measured: number;
                                isOk: boolean;
                                meanUs: number | null;
                                leastMeanUs: number | null;
                                greatestMeanUs: number | null;
                                inferenceStdUs: number | null;
                                betweenRunsPercent: number | null;
                                verdicts: string[];
                                failures: string[];
                                predictedUs: number | null;
                                lowUs: number | null;
                                highUs: number | null;
                                errorPercent: number | null;
                                inInterval: boolean | null;
                                /** @description why nothing is predicted */
                                notPredicted: string | null;
                                releaseVersion: number | null;
                            }[];
                            /** @description ask for the page after it with ?after=; null on the last one */
                            next: number | null;
                        };
                    };
                };
                /** @description what is wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description urn:latency-farm:error: and the code */
                            type: string;
                            /** @description what to do about it */
                            title: string;
                            status: number;
                            /** @description what is wrong */
                            detail: string;
                            /** @description the request's id, for whoever reads the log */
                            instance: string;
                            code: string;
                            /** @description what is wrong with which field of the request */
                            fields?: {
                                path: string;
                                message: string;
                            }[];
                        };
                    };
                };
                /** @description what the farm lacks, or a defect of it */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description urn:latency-farm:error: and the code */
                            type: string;
                            /** @description what to do about it */
                            title: string;
                            status: number;
                            /** @description what is wrong */
                            detail: string;
                            /** @description the request's id, for whoever reads the log */
                            instance: string;
                            code: string;
                            /** @description what is wrong with which field of the request */
                            fields?: {
                                path: string;
                                message: string;
                            }[];
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/releases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** releases, the latest first within each device model and scenario, with their accuracy */
        get: {
            parameters: {
                query?: {
                    /** @description <cores>-t<threads>-<precision>-<delegate>-<runtime>, such as 1large-t1-float32-builtin-2.15 */
                    scenario?: string;
                    device?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            deviceModel: string;
                            scenarioKey: string;
                            version: number;
                            /** @enum {string} */
                            state: "candidate" | "promoted" | "retired" | "rejected";
                            /** Format: date-time */
                            createdAt: string;
                            trainingSetHash: string;
                            seed: number;
                            codeVersion: string;
                            predictors: number;
                            notes: {
                                groups: {
                                    kernelGroup: string;
                                    learner: string;
                                    configurations: number;
                                    mapePercent?: number;
                                }[];
                                learnedFrom?: {
                                    operationTimings: number;
                                    networkTimings: number;
                                    networks: number;
                                    wholeNetworks?: number;
                                    /** @enum {string} */
                                    from: "operations" | "networks" | "both";
                                    learner: string;
                                };
                                heldOut?: {
                                    operationsPercent?: number;
                                    networksPercent?: number;
                                };
                                imported?: string[];
                                leftOut?: {
                                    network: string;
                                    reason: string;
                                }[];
                                prior?: {
                                    name: string;
                                    sha256: string;
                                    used: boolean;
                                    reason: string;
                                };
                                totals?: {
                                    /** @enum {string} */
                                    used: "operations" | "both" | "totals";
                                    wholeNetworks: number;
                                    reason: string;
                                };
                                warnings?: string[];
                            };
                            pinned: boolean;
                        }[];
                    };
                };
                /** @description what is wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description urn:latency-farm:error: and the code */
                            type: string;
                            /** @description what to do about it */
                            title: string;
                            status: number;
                            /** @description what is wrong */
                            detail: string;
                            /** @description the request's id, for whoever reads the log */
                            instance: string;
                            code: string;
                            /** @description what is wrong with which field of the request */
                            fields?: {
                                path: string;
                                message: string;
                            }[];
                        };
                    };
                };
                /** @description what the farm lacks, or a defect of it */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description urn:latency-farm:error: and the code */
                            type: string;
                            /** @description what to do about it */
                            title: string;
                            status: number;
                            /** @description what is wrong */
                            detail: string;
                            /** @description the request's id, for whoever reads the log */
                            instance: string;
                            code: string;
                            /** @description what is wrong with which field of the request */
                            fields?: {
                                path: string;
                                message: string;
                            }[];
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/releases/{device}/{scenario}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** which release answered when */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description device model */
                    device: string;
                    /** @description <cores>-t<threads>-<precision>-<delegate>-<runtime>, such as 1large-t1-float32-builtin-2.15 */
                    scenario: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** Format: date-time */
                            at: string;
                            version: number;
                            kind: string;
                            actor: string;
                        }[];
                    };
                };
                /** @description what is wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description urn:latency-farm:error: and the code */
                            type: string;
                            /** @description what to do about it */
                            title: string;
                            status: number;
                            /** @description what is wrong */
                            detail: string;
                            /** @description the request's id, for whoever reads the log */
                            instance: string;
                            code: string;
                            /** @description what is wrong with which field of the request */
                            fields?: {
                                path: string;
                                message: string;
                            }[];
                        };
                    };
                };
                /** @description what the farm lacks, or a defect of it */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description urn:latency-farm:error: and the code */
                            type: string;
                            /** @description what to do about it */
                            title: string;
                            status: number;
                            /** @description what is wrong */
                            detail: string;
                            /** @description the request's id, for whoever reads the log */
                            instance: string;
                            code: string;
                            /** @description what is wrong with which field of the request */
                            fields?: {
                                path: string;
                                message: string;
                            }[];
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/releases/{device}/{scenario}/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** a release: its predictors, its gate report, its history */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description device model */
                    device: string;
                    /** @description <cores>-t<threads>-<precision>-<delegate>-<runtime>, such as 1large-t1-float32-builtin-2.15 */
                    scenario: string;
                    version: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            deviceModel: string;
                            scenarioKey: string;
                            version: number;
                            /** @enum {string} */
                            state: "candidate" | "promoted" | "retired" | "rejected";
                            /** Format: date-time */
                            createdAt: string;
                            trainingSetHash: string;
                            seed: number;
                            codeVersion: string;
                            predictors: number;
                            notes: {
                                groups: {
                                    kernelGroup: string;
                                    learner: string;
                                    configurations: number;
                                    mapePercent?: number;
                                }[];
                                learnedFrom?: {
                                    operationTimings: number;
                                    networkTimings: number;
                                    networks: number;
                                    wholeNetworks?: number;
                                    /** @enum {string} */
                                    from: "operations" | "networks" | "both";
                                    learner: string;
                                };
                                heldOut?: {
                                    operationsPercent?: number;
                                    networksPercent?: number;
                                };
                                imported?: string[];
                                leftOut?: {
                                    network: string;
                                    reason: string;
                                }[];
                                prior?: {
                                    name: string;
                                    sha256: string;
                                    used: boolean;
                                    reason: string;
                                };
                                totals?: {
                                    /** @enum {string} */
                                    used: "operations" | "both" | "totals";
                                    wholeNetworks: number;
                                    reason: string;
                                };
                                warnings?: string[];
                            };
                            pinned: boolean;
                            overhead: unknown;
                            calibration: unknown;
                            gateReport: unknown;
                            groups: {
                                kernelGroup: string;
                                learner: string;
                                trainingRows: number;
                                artifactSha256: string;
                                /** @description errors by the learners that were tried */
                                metrics: unknown;
                            }[];
                            history: {
                                /** Format: date-time */
                                at: string;
                                version: number;
                                kind: string;
                                actor: string;
                            }[];
                        };
                    };
                };
                /** @description what is wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description urn:latency-farm:error: and the code */
                            type: string;
                            /** @description what to do about it */
                            title: string;
                            status: number;
                            /** @description what is wrong */
                            detail: string;
                            /** @description the request's id, for whoever reads the log */
                            instance: string;
                            code: string;
                            /** @description what is wrong with which field of the request */
                            fields?: {
                                path: string;
                                message: string;
                            }[];
                        };
                    };
                };
                /** @description what the farm lacks, or a defect of it */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description urn:latency-farm:error: and the code */
                            type: string;
                            /** @description what to do about it */
                            title: string;
                            status: number;
                            /** @description what is wrong */
                            detail: string;
                            /** @description the request's id, for whoever reads the log */
                            instance: string;
                            code: string;
                            /** @description what is wrong with which field of the request */
                            fields?: {
                                path: string;
                                message: string;
                            }[];
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/releases/{device}/{scenario}/{version}/promote": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** ask the gate, and let the release answer if it passes */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description device model */
                    device: string;
                    /** @description <cores>-t<threads>-<precision>-<delegate>-<runtime>, such as 1large-t1-float32-builtin-2.15 */
                    scenario: string;
                    version: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description the release that answers now */
                            version: number | null;
                            /** @description whether the gate let it pass: it answers now, else it was rejected */
                            passed: boolean;
                            gate: {
                                passed: boolean;
                                /** @description frozen ones that it was judged by */
                                configurations: number;
                                /** @description of the networks that it was judged by */
                                errorPercent?: number;
                                checks: {
                                    name: string;
                                    passed: boolean;
                                    /** @description false where there was too little to judge by */
                                    judged: boolean;
                                    detail: string;
                                }[];
                            };
                        };
                    };
                };
                /** @description what is wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description urn:latency-farm:error: and the code */
                            type: string;
                            /** @description what to do about it */
                            title: string;
                            status: number;
                            /** @description what is wrong */
                            detail: string;
                            /** @description the request's id, for whoever reads the log */
                            instance: string;
                            code: string;
                            /** @description what is wrong with which field of the request */
                            fields?: {
                                path: string;
                                message: string;
                            }[];
                        };
                    };
                };
                /** @description what the farm lacks, or a defect of it */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description urn:latency-farm:error: and the code */
                            type: string;
                            /** @description what to do about it */
                            title: string;
                            status: number;
                            /** @description what is wrong */
                            detail: string;
                            /** @description the request's id, for whoever reads the log */
                            instance: string;
                            code: string;
                            /** @description what is wrong with which field of the request */
                            fields?: {
                                path: string;
                                message: string;
                            }[];
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/releases/{device}/{scenario}/{version}/pin": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** keep the release that answers against nights */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description device model */
                    device: string;
                    /** @description <cores>-t<threads>-<precision>-<delegate>-<runtime>, such as 1large-t1-float32-builtin-2.15 */
                    scenario: string;
                    version: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description the release that answers now */
                            version: number | null;
                        };
                    };
                };
                /** @description what is wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description urn:latency-farm:error: and the code */
                            type: string;
                            /** @description what to do about it */
                            title: string;
                            status: number;
                            /** @description what is wrong */
                            detail: string;
                            /** @description the request's id, for whoever reads the log */
                            instance: string;
                            code: string;
                            /** @description what is wrong with which field of the request */
                            fields?: {
                                path: string;
                                message: string;
                            }[];
                        };
                    };
                };
                /** @description what the farm lacks, or a defect of it */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description urn:latency-farm:error: and the code */
                            type: string;
                            /** @description what to do about it */
                            title: string;
                            status: number;
                            /** @description what is wrong */
                            detail: string;
                            /** @description the request's id, for whoever reads the log */
                            instance: string;
                            code: string;
                            /** @description what is wrong with which field of the request */
                            fields?: {
                                path: string;
                                message: string;
                            }[];
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/releases/{device}/{scenario}/unpin": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** let nights replace the release again */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description device model */
                    device: string;
                    /** @description <cores>-t<threads>-<precision>-<delegate>-<runtime>, such as 1large-t1-float32-builtin-2.15 */
                    scenario: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description the release that answers now */
                            version: number | null;
                        };
                    };
                };
                /** @description what is wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description urn:latency-farm:error: and the code */
                            type: string;
                            /** @description what to do about it */
                            title: string;
                            status: number;
                            /** @description what is wrong */
                            detail: string;
                            /** @description the request's id, for whoever reads the log */
                            instance: string;
                            code: string;
                            /** @description what is wrong with which field of the request */
                            fields?: {
                                path: string;
                                message: string;
                            }[];
                        };
                    };
                };
                /** @description what the farm lacks, or a defect of it */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description urn:latency-farm:error: and the code */
                            type: string;
                            /** @description what to do about it */
                            title: string;
                            status: number;
                            /** @description what is wrong */
                            detail: string;
                            /** @description the request's id, for whoever reads the log */
                            instance: string;
                            code: string;
                            /** @description what is wrong with which field of the request */
                            fields?: {
                                path: string;
                                message: string;
                            }[];
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/releases/{device}/{scenario}/rollback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** let the release answer again that answered before */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description device model */
                    device: string;
                    /** @description <cores>-t<threads>-<precision>-<delegate>-<runtime>, such as 1large-t1-float32-builtin-2.15 */
                    scenario: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description the release that answers now */
                            version: number | null;
                        };
                    };
                };
                /** @description what is wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description urn:latency-farm:error: and the code */
                            type: string;
                            /** @description what to do about it */
                            title: string;
                            status: number;
                            /** @description what is wrong */
                            detail: string;
                            /** @description the request's id, for whoever reads the log */
                            instance: string;
                            code: string;
                            /** @description what is wrong with which field of the request */
                            fields?: {
                                path: string;
                                message: string;
                            }[];
                        };
                    };
                };
                /** @description what the farm lacks, or a defect of it */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description urn:latency-farm:error: and the code */
                            type: string;
                            /** @description what to do about it */
                            title: string;
                            status: number;
                            /** @description what is wrong */
                            detail: string;
                            /** @description the request's id, for whoever reads the log */
                            instance: string;
                            code: string;
                            /** @description what is wrong with which field of the request */
                            fields?: {
                                path: string;
                                message: string;
                            }[];
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/predictions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** predict many networks in up to 20 scenarios, at most 40,000 answers; what is wrong with one network is told in its row */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        networks: (string | {
                            name: string;
                            operations: {
                                operator: string;
                                attributes: {
                                    [key: string]: number | string | boolean | number[];
                                };
                                inputs: ({
                                    shape: number[];
                                    type: string;
                                    constant: boolean;
                                    values?: number[];
                                } | null)[];
                            }[];
                        })[];
                        scenarios: string[];
                        /** @description device model; needed where several have a release */
                        device?: string;
                        /** @description the phone's GPU, such as adreno640; the release's own by default */
                        gpu?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            predictions: {
                                network: string;
                                device: string;
                                scenario: string;
                                /** @description version of the release that answered */
                                release: number;
                                latencyUs: number | null;
                                lowUs: number | null;
                                highUs: number | null;
                                /** @description share of networks that the interval is to cover */
                                coverage: number | null;
                                extrapolatedShare: number | null;
                                /** @description what is left out: such a network has no latency */
                                unknown: string | null;
                                errorCode: string | null;
                                error: string | null;
                            }[];
                        };
                    };
                };
                /** @description what is wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description urn:latency-farm:error: and the code */
                            type: string;
                            /** @description what to do about it */
                            title: string;
                            status: number;
                            /** @description what is wrong */
                            detail: string;
                            /** @description the request's id, for whoever reads the log */
                            instance: string;
                            code: string;
                            /** @description what is wrong with which field of the request */
                            fields?: {
                                path: string;
                                message: string;
                            }[];
                        };
                    };
                };
                /** @description what the farm lacks, or a defect of it */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description urn:latency-farm:error: and the code */
                            type: string;
                            /** @description what to do about it */
                            title: string;
                            status: number;
                            /** @description what is wrong */
                            detail: string;
                            /** @description the request's id, for whoever reads the log */
                            instance: string;
                            code: string;
                            /** @description what is wrong with which field of the request */
                            fields?: {
                                path: string;
                                message: string;
                            }[];
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/prediction": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** predict one network, operation by operation */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        network: string | {
                            name: string;
                            operations: {
                                operator: string;
                                attributes: {
                                    [key: string]: number | string | boolean | number[];
                                };
                                inputs: ({
                                    shape: number[];
                                    type: string;
                                    constant: boolean;
                                    values?: number[];
                                } | null)[];
                            }[];
                        };
                        /** @description what is to be another in the network that is predicted */
                        variation?: {
                            /** @description what channels are multiplied by, rounded to multiples of eight */
                            width?: number;
                            /** @description height and width of the windows of convolutions that have larger ones than 1×1 */
                            kernel?: number;
                        };
                        /** @description <cores>-t<threads>-<precision>-<delegate>-<runtime>, such as 1large-t1-float32-builtin-2.15 */
                        scenario: string;
                        /** @description version of the release; the one that answers now by default */
                        release?: number;
                        /** @description device model; needed where several have a release */
                        device?: string;
                        /** @description the phone's GPU, such as adreno640; the release's own by default */
                        gpu?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            name: string;
                            deviceModel: string;
                            scenarioKey: string;
                            release: number;
                            operations: {
                                index: number;
                                operator: string;
                                predictedUs: number;
                                source: string;
                                /** @description where its time lies with the coverage of the network's interval */
                                interval?: {
                                    lowUs: number;
                                    highUs: number;
                                };
                                /** @description the operation whose kernel does the work */
                                into?: number;
                                extrapolated: boolean;
                                distance: number;
                                measured: boolean;
                                kernelGroup: string;
                                leftOut?: string;
                            }[];
                            /** @description distinct configurations of operations that were not measured and are guessed or extrapolated */
                            unmeasured: {
                                configurations: number;
                                /** @description those of whose time nothing is known */
                                ofUnknownTime: number;
                                /** @description one inference of each of the others, in all, as predicted */
                                inferenceUs: number;
                            };
                            /** @enum {boolean} */
                            complete: true;
                            unknown: unknown[];
                            totalUs: number;
                            overheadUs: number;
                            interval: {
                                lowUs: number;
                                highUs: number;
                                coverage: number;
                            };
                            extrapolatedShare: number;
                        } | {
                            name: string;
                            deviceModel: string;
                            scenarioKey: string;
                            release: number;
                            operations: {
                                index: number;
                                operator: string;
                                predictedUs: number;
                                source: string;
                                /** @description where its time lies with the coverage of the network's interval */
                                interval?: {
                                    lowUs: number;
                                    highUs: number;
                                };
                                /** @description the operation whose kernel does the work */
                                into?: number;
                                extrapolated: boolean;
                                distance: number;
                                measured: boolean;
                                kernelGroup: string;
                                leftOut?: string;
                            }[];
                            /** @description distinct configurations of operations that were not measured and are guessed or extrapolated */
                            unmeasured: {
                                configurations: number;
                                /** @description those of whose time nothing is known */
                                ofUnknownTime: number;
                                /** @description one inference of each of the others, in all, as predicted */
                                inferenceUs: number;
                            };
                            /** @enum {boolean} */
                            complete: false;
                            unknown: {
                                operator: string;
                                count: number;
                                reason: string;
                            }[];
                            knownUs: number;
                        };
                    };
                };
                /** @description what is wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description urn:latency-farm:error: and the code */
                            type: string;
                            /** @description what to do about it */
                            title: string;
                            status: number;
                            /** @description what is wrong */
                            detail: string;
                            /** @description the request's id, for whoever reads the log */
                            instance: string;
                            code: string;
                            /** @description what is wrong with which field of the request */
                            fields?: {
                                path: string;
                                message: string;
                            }[];
                        };
                    };
                };
                /** @description what the farm lacks, or a defect of it */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description urn:latency-farm:error: and the code */
                            type: string;
                            /** @description what to do about it */
                            title: string;
                            status: number;
                            /** @description what is wrong */
                            detail: string;
                            /** @description the request's id, for whoever reads the log */
                            instance: string;
                            code: string;
                            /** @description what is wrong with which field of the request */
                            fields?: {
                                path: string;
                                message: string;
                            }[];
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/prediction/model": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** predict the network of a .tflite file, which is the body */
        post: {
            parameters: {
                query: {
                    /** @description <cores>-t<threads>-<precision>-<delegate>-<runtime>, such as 1large-t1-float32-builtin-2.15 */
                    scenario: string;
                    /** @description what the network is called in the answer */
                    name?: string;
                    /** @description what if: what channels are multiplied by, rounded to multiples of eight */
                    width?: number;
                    /** @description what if: height and width of the windows of convolutions that have larger ones than 1×1 */
                    kernel?: number;
                    /** @description what if: a float32 network is converted to the precision of the scenario */
                    convert?: string;
                    /** @description version of the release; the one that answers now by default */
                    release?: number;
                    /** @description device model; needed where several have a release */
                    device?: string;
                    /** @description the phone's GPU, such as adreno640; the release's own by default */
                    gpu?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            name: string;
                            deviceModel: string;
                            scenarioKey: string;
                            release: number;
                            operations: {
                                index: number;
                                operator: string;
                                predictedUs: number;
                                source: string;
                                /** @description where its time lies with the coverage of the network's interval */
                                interval?: {
                                    lowUs: number;
                                    highUs: number;
                                };
                                /** @description the operation whose kernel does the work */
                                into?: number;
                                extrapolated: boolean;
                                distance: number;
                                measured: boolean;
                                kernelGroup: string;
                                leftOut?: string;
                            }[];
                            /** @description distinct configurations of operations that were not measured and are guessed or extrapolated */
                            unmeasured: {
                                configurations: number;
                                /** @description those of whose time nothing is known */
                                ofUnknownTime: number;
                                /** @description one inference of each of the others, in all, as predicted */
                                inferenceUs: number;
                            };
                            /** @enum {boolean} */
                            complete: true;
                            unknown: unknown[];
                            totalUs: number;
                            overheadUs: number;
                            interval: {
                                lowUs: number;
                                highUs: number;
                                coverage: number;
                            };
                            extrapolatedShare: number;
                        } | {
                            name: string;
                            deviceModel: string;
                            scenarioKey: string;
                            release: number;
                            operations: {
                                index: number;
                                operator: string;
                                predictedUs: number;
                                source: string;
                                /** @description where its time lies with the coverage of the network's interval */
                                interval?: {
                                    lowUs: number;
                                    highUs: number;
                                };
                                /** @description the operation whose kernel does the work */
                                into?: number;
                                extrapolated: boolean;
                                distance: number;
                                measured: boolean;
                                kernelGroup: string;
                                leftOut?: string;
                            }[];
                            /** @description distinct configurations of operations that were not measured and are guessed or extrapolated */
                            unmeasured: {
                                configurations: number;
                                /** @description those of whose time nothing is known */
                                ofUnknownTime: number;
                                /** @description one inference of each of the others, in all, as predicted */
                                inferenceUs: number;
                            };
                            /** @enum {boolean} */
                            complete: false;
                            unknown: {
                                operator: string;
                                count: number;
                                reason: string;
                            }[];
                            knownUs: number;
                        };
                    };
                };
                /** @description what is wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description urn:latency-farm:error: and the code */
                            type: string;
                            /** @description what to do about it */
                            title: string;
                            status: number;
                            /** @description what is wrong */
                            detail: string;
                            /** @description the request's id, for whoever reads the log */
                            instance: string;
                            code: string;
                            /** @description what is wrong with which field of the request */
                            fields?: {
                                path: string;
                                message: string;
                            }[];
                        };
                    };
                };
                /** @description what the farm lacks, or a defect of it */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            /** @description urn:latency-farm:error: and the code */
                            type: string;
                            /** @description what to do about it */
                            title: string;
                            status: number;
                            /** @description what is wrong */
                            detail: string;
                            /** @description the request's id, for whoever reads the log */
                            instance: string;
                            code: string;
                            /** @description what is wrong with which field of the request */
                            fields?: {
                                path: string;
                                message: string;
                            }[];
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: never;
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
