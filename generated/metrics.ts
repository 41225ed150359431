/* Made from schemas/ by `npm run generate`; changes here are lost. */

/** A text is a moment in ISO 8601 with its zone, a number is microseconds since 1970. */
export type Moment = string | number;

/** One row for each call of a tool that has ended, however it ended. */
export interface ClaudeToolUsageRow {
  /** When the call ended. */
  readonly timestamp: Moment;
  /** The name of the project in which the session runs. */
  readonly project?: string | undefined;
  /** The session. */
  readonly session_id?: string | undefined;
  /** The tool, as the client names it: `Bash`, `Edit`, `mcp__…`. */
  readonly tool_name?: string | undefined;
  /** The kind of subagent that called it; absent for the main conversation. */
  readonly agent_type?: string | undefined;
  /** The permission mode of the session: `default`, `plan`, `acceptEdits`, …. */
  readonly permission_mode?: string | undefined;
  /** The client's id of the call. */
  readonly tool_use_id?: string | undefined;
  /** Whether the call did what was asked. */
  readonly success?: boolean | undefined;
  /** `ok`, `error`, `denied` or `interrupted`; only `error` is a failure of the tool. */
  readonly outcome?: string | undefined;
  /** How long it took, in milliseconds. */
  readonly duration_ms?: number | undefined;
  /** The size of what it was given, in bytes of JSON. */
  readonly input_bytes?: number | undefined;
  /** The size of what it gave, in bytes of JSON. */
  readonly output_bytes?: number | undefined;
  /** What kind of failure: `exit-<code>`, `tool-error`, `interrupt`. */
  readonly error_kind?: string | undefined;
  /** The start of the message of the failure, without secrets. */
  readonly error?: string | undefined;
  /** What it was asked, shortened and without secrets, as JSON. */
  readonly params?: string | undefined;
}

/** What happened beside calls and sessions; what guards stopped, warnings, deliveries, drift. */
export interface ClaudeEventsRow {
  /** When it happened. */
  readonly timestamp: Moment;
  /** The name of the project. */
  readonly project?: string | undefined;
  /** The session; absent for what has none. */
  readonly session_id?: string | undefined;
  /** What happened: `error`, `block`, `warning`, `info`, `deploy`, `deploy_failed`, `restored`, `rework`, …. */
  readonly event_type?: string | undefined;
  /** `critical`, `high`, `medium` or `low`. */
  readonly severity?: string | undefined;
  /** What it belongs to: `dora`, `cost`, `proxy`, `drift`, or the rule that fired. */
  readonly category?: string | undefined;
  /** The tool that it concerns, if any. */
  readonly tool_name?: string | undefined;
  /** The id of the event among those of its session. */
  readonly event_id?: string | undefined;
  /** How many events the row stands for, mostly 1. */
  readonly count?: number | undefined;
  /** What was measured: seconds for DORA durations, US dollars for `cost`, a share, or 1. */
  readonly value?: number | undefined;
  /** The message, without secrets. */
  readonly error?: string | undefined;
  /** What it was about, without secrets. */
  readonly context?: string | undefined;
}

/** One row for each session and model. It stands at the start of the session and is replaced as the session goes on. What belongs to the whole session stands in the row of its first model only, so that a sum counts it once. */
export interface ClaudeSessionsRow {
  /** When the session began. */
  readonly timestamp: Moment;
  /** The name of the project. */
  readonly project?: string | undefined;
  /** The session. */
  readonly session_id?: string | undefined;
  /** The model whose tokens these are. */
  readonly model?: string | undefined;
  /** The branch that was checked out last. */
  readonly git_branch?: string | undefined;
  /** The kind of work that the name of the branch tells: `feature`, `fix`, `docs`, …. */
  readonly task_type?: string | undefined;
  /** Why the session ended, in the words of the client; absent while it goes on. */
  readonly end_reason?: string | undefined;
  /** Where the numbers come from: `hook`, `transcript`, `otel`. */
  readonly source?: string | undefined;
  /** The last moment that the row tells of. */
  readonly updated_at?: Moment | undefined;
  /** From the first to the last moment, in minutes. */
  readonly duration_min?: number | undefined;
  /** The same without pauses, in minutes. */
  readonly active_min?: number | undefined;
  /** How often the person asked something. */
  readonly turns?: number | undefined;
  /** Input tokens that came from no cache. */
  readonly tokens_input?: number | undefined;
  /** Output tokens. */
  readonly tokens_output?: number | undefined;
  /** Tokens read from and written to the cache together. */
  readonly tokens_cache?: number | undefined;
  /** Tokens read from the cache. */
  readonly tokens_cache_read?: number | undefined;
  /** Tokens written to the cache. */
  readonly tokens_cache_creation?: number | undefined;
  /** What it cost by list price, in US dollars; absent where no price is known. */
  readonly cost_usd?: number | undefined;
  /** How exact the cost is. */
  readonly cost_basis?: string | undefined;
  /** Lines that edits added. */
  readonly lines_added?: number | undefined;
  /** Lines that edits removed. */
  readonly lines_removed?: number | undefined;
  /** Calls of tools. */
  readonly tool_count?: number | undefined;
  /** Calls that failed. */
  readonly error_count?: number | undefined;
  /** Tasks that were completed. */
  readonly task_count?: number | undefined;
  /** Commits that were made. */
  readonly commits?: number | undefined;
  /** Pull requests that were opened. */
  readonly pull_requests?: number | undefined;
  /** Edits of files. */
  readonly edits?: number | undefined;
  /** Edits of a file that was edited within the day before. */
  readonly rework_edits?: number | undefined;
  /** Runs of tests. */
  readonly tests_run?: number | undefined;
  /** Runs of tests in which all passed. */
  readonly tests_passed?: number | undefined;
  /** Proposed edits that the person accepted. */
  readonly edits_accepted?: number | undefined;
  /** Proposed edits that the person rejected. */
  readonly edits_rejected?: number | undefined;
}

/** One row for each subagent that has ended. It stands at the start of the subagent. */
export interface ClaudeAgentsRow {
  /** When the subagent began. */
  readonly timestamp: Moment;
  /** The name of the project. */
  readonly project?: string | undefined;
  /** The session that started it. */
  readonly session_id?: string | undefined;
  /** The kind of subagent. */
  readonly agent_type?: string | undefined;
  /** The kind of agent that started it, `main` for the conversation itself. */
  readonly parent_agent?: string | undefined;
  /** The model it used last. */
  readonly model?: string | undefined;
  /** The client's id of the subagent. */
  readonly agent_id?: string | undefined;
  /** Whether the conversation went on meanwhile. */
  readonly background?: boolean | undefined;
  /** Whether it ended well. */
  readonly success?: boolean | undefined;
  /** `ok`, `error`, `interrupted` or `running`. */
  readonly outcome?: string | undefined;
  /** How long it ran, in milliseconds. */
  readonly duration_ms?: number | undefined;
  /** All tokens together. */
  readonly tokens_used?: number | undefined;
  /** What it cost by list price, in US dollars. */
  readonly cost_usd?: number | undefined;
  /** Calls of tools that it made. */
  readonly tool_calls?: number | undefined;
  /** Characters of what it was asked. */
  readonly prompt_length?: number | undefined;
  /** Characters of what it answered. */
  readonly result_length?: number | undefined;
  /** The start of the message of the failure, without secrets. */
  readonly error?: string | undefined;
}

/** One row for each run of a hook. */
export interface ClaudeHooksRow {
  /** When the hook ran. */
  readonly timestamp: Moment;
  /** The name of the project. */
  readonly project?: string | undefined;
  /** The session. */
  readonly session_id?: string | undefined;
  /** The event that called it: `PreToolUse`, `Stop`, …. */
  readonly hook_type?: string | undefined;
  /** The hook. */
  readonly hook_name?: string | undefined;
  /** The matcher under which it is wired, where it is known. */
  readonly tool_matcher?: string | undefined;
  /** The tool that was called, if any. */
  readonly tool_name?: string | undefined;
  /** What it said: `none`, `ask`, `deny` or `block`. */
  readonly decision?: string | undefined;
  /** The rule that decided. */
  readonly rule?: string | undefined;
  /** The id of the run. */
  readonly run_id?: string | undefined;
  /** Whether the hook itself worked. */
  readonly success?: boolean | undefined;
  /** Whether it stopped what was asked. */
  readonly blocked?: boolean | undefined;
  /** Whether it changed a file. */
  readonly modified?: boolean | undefined;
  /** How long it took, in milliseconds. */
  readonly duration_ms?: number | undefined;
  /** Why the hook itself failed, without secrets. */
  readonly error?: string | undefined;
}

/** One row for each task of a session. It stands at the creation of the task and is replaced when its state changes. */
export interface ClaudeTasksRow {
  /** When the task was first seen. */
  readonly timestamp: Moment;
  /** The name of the project. */
  readonly project?: string | undefined;
  /** The session. */
  readonly session_id?: string | undefined;
  /** `pending`, `in_progress` or `completed`. */
  readonly task_status?: string | undefined;
  /** The id of the task in its session. */
  readonly task_id?: string | undefined;
  /** When its state changed last. */
  readonly updated_at?: Moment | undefined;
  /** When it was completed, if it is. */
  readonly completed_at?: Moment | undefined;
  /** The start of its text, without secrets. */
  readonly task_content?: string | undefined;
  /** From creation to completion, in minutes. */
  readonly duration_min?: number | undefined;
  /** How often it was completed; more than once when it came back. */
  readonly iterations?: number | undefined;
  /** Calls of tools for it, where that is known. */
  readonly tool_calls?: number | undefined;
  /** Tokens for it, where that is known. */
  readonly tokens_used?: number | undefined;
}

/** How full the context window of a session was, at one moment. */
export interface ClaudeContextRow {
  /** The moment. */
  readonly timestamp: Moment;
  /** The name of the project. */
  readonly project?: string | undefined;
  /** The session. */
  readonly session_id?: string | undefined;
  /** The model that answered last. */
  readonly model?: string | undefined;
  /** What had it measured: `turn`, `precompact`, `postcompact`, `statusline`, or the event of a hook. */
  readonly trigger?: string | undefined;
  /** Tokens in the window. */
  readonly context_used?: number | undefined;
  /** The size of the window in tokens. */
  readonly context_max?: number | undefined;
  /** How full it is, 0 to 100. */
  readonly utilization_pct?: number | undefined;
  /** Messages in the conversation. */
  readonly message_count?: number | undefined;
  /** How often the conversation was compacted. */
  readonly compactions?: number | undefined;
}

/** The type of a row of each table. */
export interface MetricsRows {
  claude_tool_usage: ClaudeToolUsageRow;
  claude_events: ClaudeEventsRow;
  claude_sessions: ClaudeSessionsRow;
  claude_agents: ClaudeAgentsRow;
  claude_hooks: ClaudeHooksRow;
  claude_tasks: ClaudeTasksRow;
  claude_context: ClaudeContextRow;
}

export type MetricsTable = keyof MetricsRows;

/** schemas/metrics.yaml as it is. */
export const METRICS = {
  "claude_tool_usage": {
    "about": "One row for each call of a tool that has ended, however it ended.",
    "partition": "DAY",
    "retention": "90d",
    "keys": [
      "timestamp",
      "session_id",
      "tool_use_id"
    ],
    "columns": {
      "timestamp": {
        "type": "TIMESTAMP",
        "about": "When the call ended."
      },
      "project": {
        "type": "SYMBOL",
        "about": "The name of the project in which the session runs."
      },
      "session_id": {
        "type": "SYMBOL",
        "about": "The session."
      },
      "tool_name": {
        "type": "SYMBOL",
        "about": "The tool, as the client names it: `Bash`, `Edit`, `mcp__…`."
      },
      "agent_type": {
        "type": "SYMBOL",
        "about": "The kind of subagent that called it; absent for the main conversation."
      },
      "permission_mode": {
        "type": "SYMBOL",
        "about": "The permission mode of the session: `default`, `plan`, `acceptEdits`, …."
      },
      "tool_use_id": {
        "type": "VARCHAR",
        "about": "The client's id of the call."
      },
      "success": {
        "type": "BOOLEAN",
        "about": "Whether the call did what was asked."
      },
      "outcome": {
        "type": "SYMBOL",
        "about": "`ok`, `error`, `denied` or `interrupted`; only `error` is a failure of the tool."
      },
      "duration_ms": {
        "type": "LONG",
        "about": "How long it took, in milliseconds."
      },
      "input_bytes": {
        "type": "LONG",
        "about": "The size of what it was given, in bytes of JSON."
      },
      "output_bytes": {
        "type": "LONG",
        "about": "The size of what it gave, in bytes of JSON."
      },
      "error_kind": {
        "type": "SYMBOL",
        "about": "What kind of failure: `exit-<code>`, `tool-error`, `interrupt`."
      },
      "error": {
        "type": "VARCHAR",
        "about": "The start of the message of the failure, without secrets."
      },
      "params": {
        "type": "VARCHAR",
        "about": "What it was asked, shortened and without secrets, as JSON."
      }
    }
  },
  "claude_events": {
    "about": "What happened beside calls and sessions; what guards stopped, warnings, deliveries, drift.",
    "partition": "DAY",
    "retention": "90d",
    "keys": [
      "timestamp",
      "session_id",
      "event_type",
      "event_id"
    ],
    "columns": {
      "timestamp": {
        "type": "TIMESTAMP",
        "about": "When it happened."
      },
      "project": {
        "type": "SYMBOL",
        "about": "The name of the project."
      },
      "session_id": {
        "type": "SYMBOL",
        "about": "The session; absent for what has none."
      },
      "event_type": {
        "type": "SYMBOL",
        "about": "What happened: `error`, `block`, `warning`, `info`, `deploy`, `deploy_failed`, `restored`, `rework`, …."
      },
      "severity": {
        "type": "SYMBOL",
        "about": "`critical`, `high`, `medium` or `low`."
      },
      "category": {
        "type": "SYMBOL",
        "about": "What it belongs to: `dora`, `cost`, `proxy`, `drift`, or the rule that fired."
      },
      "tool_name": {
        "type": "SYMBOL",
        "about": "The tool that it concerns, if any."
      },
      "event_id": {
        "type": "VARCHAR",
        "about": "The id of the event among those of its session."
      },
      "count": {
        "type": "LONG",
        "about": "How many events the row stands for, mostly 1."
      },
      "value": {
        "type": "DOUBLE",
        "about": "What was measured: seconds for DORA durations, US dollars for `cost`, a share, or 1."
      },
      "error": {
        "type": "VARCHAR",
        "about": "The message, without secrets."
      },
      "context": {
        "type": "VARCHAR",
        "about": "What it was about, without secrets."
      }
    }
  },
  "claude_sessions": {
    "about": "One row for each session and model. It stands at the start of the session and is replaced as the session goes on. What belongs to the whole session stands in the row of its first model only, so that a sum counts it once.",
    "partition": "MONTH",
    "retention": "365d",
    "keys": [
      "timestamp",
      "session_id",
      "model"
    ],
    "columns": {
      "timestamp": {
        "type": "TIMESTAMP",
        "about": "When the session began."
      },
      "project": {
        "type": "SYMBOL",
        "about": "The name of the project."
      },
      "session_id": {
        "type": "SYMBOL",
        "about": "The session."
      },
      "model": {
        "type": "SYMBOL",
        "about": "The model whose tokens these are."
      },
      "git_branch": {
        "type": "SYMBOL",
        "about": "The branch that was checked out last."
      },
      "task_type": {
        "type": "SYMBOL",
        "about": "The kind of work that the name of the branch tells: `feature`, `fix`, `docs`, …."
      },
      "end_reason": {
        "type": "SYMBOL",
        "about": "Why the session ended, in the words of the client; absent while it goes on."
      },
      "source": {
        "type": "SYMBOL",
        "about": "Where the numbers come from: `hook`, `transcript`, `otel`."
      },
      "updated_at": {
        "type": "TIMESTAMP",
        "about": "The last moment that the row tells of."
      },
      "duration_min": {
        "type": "DOUBLE",
        "about": "From the first to the last moment, in minutes."
      },
      "active_min": {
        "type": "DOUBLE",
        "about": "The same without pauses, in minutes."
      },
      "turns": {
        "type": "LONG",
        "about": "How often the person asked something."
      },
      "tokens_input": {
        "type": "LONG",
        "about": "Input tokens that came from no cache."
      },
      "tokens_output": {
        "type": "LONG",
        "about": "Output tokens."
      },
      "tokens_cache": {
        "type": "LONG",
        "about": "Tokens read from and written to the cache together."
      },
      "tokens_cache_read": {
        "type": "LONG",
        "about": "Tokens read from the cache."
      },
      "tokens_cache_creation": {
        "type": "LONG",
        "about": "Tokens written to the cache."
      },
      "cost_usd": {
        "type": "DOUBLE",
        "about": "What it cost by list price, in US dollars; absent where no price is known."
      },
      "cost_basis": {
        "type": "SYMBOL",
        "about": "How exact the cost is."
      },
      "lines_added": {
        "type": "LONG",
        "about": "Lines that edits added."
      },
      "lines_removed": {
        "type": "LONG",
        "about": "Lines that edits removed."
      },
      "tool_count": {
        "type": "LONG",
        "about": "Calls of tools."
      },
      "error_count": {
        "type": "LONG",
        "about": "Calls that failed."
      },
      "task_count": {
        "type": "LONG",
        "about": "Tasks that were completed."
      },
      "commits": {
        "type": "LONG",
        "about": "Commits that were made."
      },
      "pull_requests": {
        "type": "LONG",
        "about": "Pull requests that were opened."
      },
      "edits": {
        "type": "LONG",
        "about": "Edits of files."
      },
      "rework_edits": {
        "type": "LONG",
        "about": "Edits of a file that was edited within the day before."
      },
      "tests_run": {
        "type": "LONG",
        "about": "Runs of tests."
      },
      "tests_passed": {
        "type": "LONG",
        "about": "Runs of tests in which all passed."
      },
      "edits_accepted": {
        "type": "LONG",
        "about": "Proposed edits that the person accepted."
      },
      "edits_rejected": {
        "type": "LONG",
        "about": "Proposed edits that the person rejected."
      }
    }
  },
  "claude_agents": {
    "about": "One row for each subagent that has ended. It stands at the start of the subagent.",
    "partition": "DAY",
    "retention": "90d",
    "keys": [
      "timestamp",
      "session_id",
      "agent_id"
    ],
    "columns": {
      "timestamp": {
        "type": "TIMESTAMP",
        "about": "When the subagent began."
      },
      "project": {
        "type": "SYMBOL",
        "about": "The name of the project."
      },
      "session_id": {
        "type": "SYMBOL",
        "about": "The session that started it."
      },
      "agent_type": {
        "type": "SYMBOL",
        "about": "The kind of subagent."
      },
      "parent_agent": {
        "type": "SYMBOL",
        "about": "The kind of agent that started it, `main` for the conversation itself."
      },
      "model": {
        "type": "SYMBOL",
        "about": "The model it used last."
      },
      "agent_id": {
        "type": "VARCHAR",
        "about": "The client's id of the subagent."
      },
      "background": {
        "type": "BOOLEAN",
        "about": "Whether the conversation went on meanwhile."
      },
      "success": {
        "type": "BOOLEAN",
        "about": "Whether it ended well."
      },
      "outcome": {
        "type": "SYMBOL",
        "about": "`ok`, `error`, `interrupted` or `running`."
      },
      "duration_ms": {
        "type": "LONG",
        "about": "How long it ran, in milliseconds."
      },
      "tokens_used": {
        "type": "LONG",
        "about": "All tokens together."
      },
      "cost_usd": {
        "type": "DOUBLE",
        "about": "What it cost by list price, in US dollars."
      },
      "tool_calls": {
        "type": "LONG",
        "about": "Calls of tools that it made."
      },
      "prompt_length": {
        "type": "LONG",
        "about": "Characters of what it was asked."
      },
      "result_length": {
        "type": "LONG",
        "about": "Characters of what it answered."
      },
      "error": {
        "type": "VARCHAR",
        "about": "The start of the message of the failure, without secrets."
      }
    }
  },
  "claude_hooks": {
    "about": "One row for each run of a hook.",
    "partition": "DAY",
    "retention": "30d",
    "keys": [
      "timestamp",
      "hook_name",
      "run_id"
    ],
    "columns": {
      "timestamp": {
        "type": "TIMESTAMP",
        "about": "When the hook ran."
      },
      "project": {
        "type": "SYMBOL",
        "about": "The name of the project."
      },
      "session_id": {
        "type": "SYMBOL",
        "about": "The session."
      },
      "hook_type": {
        "type": "SYMBOL",
        "about": "The event that called it: `PreToolUse`, `Stop`, …."
      },
      "hook_name": {
        "type": "SYMBOL",
        "about": "The hook."
      },
      "tool_matcher": {
        "type": "SYMBOL",
        "about": "The matcher under which it is wired, where it is known."
      },
      "tool_name": {
        "type": "SYMBOL",
        "about": "The tool that was called, if any."
      },
      "decision": {
        "type": "SYMBOL",
        "about": "What it said: `none`, `ask`, `deny` or `block`."
      },
      "rule": {
        "type": "SYMBOL",
        "about": "The rule that decided."
      },
      "run_id": {
        "type": "VARCHAR",
        "about": "The id of the run."
      },
      "success": {
        "type": "BOOLEAN",
        "about": "Whether the hook itself worked."
      },
      "blocked": {
        "type": "BOOLEAN",
        "about": "Whether it stopped what was asked."
      },
      "modified": {
        "type": "BOOLEAN",
        "about": "Whether it changed a file."
      },
      "duration_ms": {
        "type": "DOUBLE",
        "about": "How long it took, in milliseconds."
      },
      "error": {
        "type": "VARCHAR",
        "about": "Why the hook itself failed, without secrets."
      }
    }
  },
  "claude_tasks": {
    "about": "One row for each task of a session. It stands at the creation of the task and is replaced when its state changes.",
    "partition": "MONTH",
    "retention": "365d",
    "keys": [
      "timestamp",
      "session_id",
      "task_id"
    ],
    "columns": {
      "timestamp": {
        "type": "TIMESTAMP",
        "about": "When the task was first seen."
      },
      "project": {
        "type": "SYMBOL",
        "about": "The name of the project."
      },
      "session_id": {
        "type": "SYMBOL",
        "about": "The session."
      },
      "task_status": {
        "type": "SYMBOL",
        "about": "`pending`, `in_progress` or `completed`."
      },
      "task_id": {
        "type": "VARCHAR",
        "about": "The id of the task in its session."
      },
      "updated_at": {
        "type": "TIMESTAMP",
        "about": "When its state changed last."
      },
      "completed_at": {
        "type": "TIMESTAMP",
        "about": "When it was completed, if it is."
      },
      "task_content": {
        "type": "VARCHAR",
        "about": "The start of its text, without secrets."
      },
      "duration_min": {
        "type": "DOUBLE",
        "about": "From creation to completion, in minutes."
      },
      "iterations": {
        "type": "LONG",
        "about": "How often it was completed; more than once when it came back."
      },
      "tool_calls": {
        "type": "LONG",
        "about": "Calls of tools for it, where that is known."
      },
      "tokens_used": {
        "type": "LONG",
        "about": "Tokens for it, where that is known."
      }
    }
  },
  "claude_context": {
    "about": "How full the context window of a session was, at one moment.",
    "partition": "DAY",
    "retention": "30d",
    "keys": [
      "timestamp",
      "session_id"
    ],
    "columns": {
      "timestamp": {
        "type": "TIMESTAMP",
        "about": "The moment."
      },
      "project": {
        "type": "SYMBOL",
        "about": "The name of the project."
      },
      "session_id": {
        "type": "SYMBOL",
        "about": "The session."
      },
      "model": {
        "type": "SYMBOL",
        "about": "The model that answered last."
      },
      "trigger": {
        "type": "SYMBOL",
        "about": "What had it measured: `turn`, `precompact`, `postcompact`, `statusline`, or the event of a hook."
      },
      "context_used": {
        "type": "LONG",
        "about": "Tokens in the window."
      },
      "context_max": {
        "type": "LONG",
        "about": "The size of the window in tokens."
      },
      "utilization_pct": {
        "type": "DOUBLE",
        "about": "How full it is, 0 to 100."
      },
      "message_count": {
        "type": "LONG",
        "about": "Messages in the conversation."
      },
      "compactions": {
        "type": "LONG",
        "about": "How often the conversation was compacted."
      }
    }
  }
} as const;
