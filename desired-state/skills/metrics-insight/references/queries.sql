-- Each query starts with "-- name: what it shows". $days is a whole number; $project becomes "AND project = '…'" or nothing.

-- summary: sessions, tokens, cost and errors of the last $days days
SELECT count_distinct(session_id) AS sessions, sum(tokens_input) AS tokens_input, sum(tokens_output) AS tokens_output,
  sum(tokens_cache_read) AS cache_read, round(sum(cost_usd), 2) AS cost_usd, sum(tool_count) AS tool_calls, sum(error_count) AS errors,
  sum(lines_added) AS lines_added, sum(lines_removed) AS lines_removed
FROM claude_sessions WHERE timestamp > dateadd('d', -$days, now()) $project;

-- previous: the same for the $days days before those
SELECT count_distinct(session_id) AS sessions, sum(tokens_input) AS tokens_input, sum(tokens_output) AS tokens_output,
  sum(tokens_cache_read) AS cache_read, round(sum(cost_usd), 2) AS cost_usd, sum(tool_count) AS tool_calls, sum(error_count) AS errors,
  sum(lines_added) AS lines_added, sum(lines_removed) AS lines_removed
FROM claude_sessions
WHERE timestamp > dateadd('d', -2 * $days, now()) AND timestamp <= dateadd('d', -$days, now()) $project;

-- daily: sessions, cost and errors per day (UTC)
SELECT timestamp, count_distinct(session_id) AS sessions, sum(cost_usd) AS cost_usd, sum(error_count) AS errors
FROM claude_sessions WHERE timestamp > dateadd('d', -$days, now()) $project SAMPLE BY 1d;

-- cost-by-project: where the money goes
SELECT project, count_distinct(session_id) AS sessions, round(sum(cost_usd), 2) AS cost_usd, sum(tokens_output) AS tokens_output
FROM claude_sessions WHERE timestamp > dateadd('d', -$days, now()) $project ORDER BY cost_usd DESC LIMIT 20;

-- cost-by-model: per model, with how the cost was found
SELECT model, cost_basis, count_distinct(session_id) AS sessions, round(sum(cost_usd), 2) AS cost_usd,
  round(100.0 * sum(tokens_cache_read) / (sum(tokens_cache_read) + sum(tokens_cache_creation) + sum(tokens_input)), 1) AS cache_read_pct
FROM claude_sessions WHERE timestamp > dateadd('d', -$days, now()) $project ORDER BY cost_usd DESC LIMIT 20;

-- cost-by-branch: per project, branch and kind of task
SELECT project, git_branch, task_type, count_distinct(session_id) AS sessions, round(sum(cost_usd), 2) AS cost_usd
FROM claude_sessions WHERE timestamp > dateadd('d', -$days, now()) $project ORDER BY cost_usd DESC LIMIT 20;

-- cost-per-task: cost, tokens and minutes per finished task and project
SELECT project, tasks, round(cost_usd / tasks, 2) AS cost_per_task, round(1.0 * tokens / tasks, 0) AS tokens_per_task,
  round(minutes / tasks, 1) AS minutes_per_task
FROM (
  SELECT project, sum(task_count) AS tasks, sum(cost_usd) AS cost_usd, sum(tokens_output) AS tokens, sum(duration_min) AS minutes
  FROM claude_sessions WHERE timestamp > dateadd('d', -$days, now()) $project
) WHERE tasks > 0 ORDER BY cost_per_task DESC LIMIT 20;

-- tools: calls, failures and time per tool; denied and interrupted calls are not failures
SELECT tool_name, count() AS calls, sum(CASE WHEN outcome = 'denied' THEN 1 ELSE 0 END) AS denied,
  round(100.0 * sum(CASE WHEN outcome = 'error' THEN 1 ELSE 0 END)
    / sum(CASE WHEN outcome IN ('ok', 'error') THEN 1 ELSE 0 END), 1) AS failure_pct,
  round(avg(duration_ms), 0) AS avg_ms, approx_percentile(duration_ms, 0.95, 3) AS p95_ms
FROM claude_tool_usage WHERE timestamp > dateadd('d', -$days, now()) $project ORDER BY calls DESC LIMIT 30;

-- errors: the most frequent errors and warnings
SELECT event_type, severity, category, tool_name, sum("count") AS times
FROM claude_events
WHERE timestamp > dateadd('d', -$days, now()) AND event_type IN ('error', 'warning') $project ORDER BY times DESC LIMIT 20;

-- agents: runs, success, tokens and cost per agent
SELECT agent_type, runs, success_pct, avg_s, tokens, cost_usd FROM (
  SELECT agent_type, count() AS runs, round(100.0 * sum(CASE WHEN success THEN 1 ELSE 0 END) / count(), 1) AS success_pct,
    round(avg(duration_ms) / 1000, 1) AS avg_s, sum(tokens_used) AS tokens, round(sum(cost_usd), 2) AS cost_usd
  FROM claude_agents WHERE timestamp > dateadd('d', -$days, now()) AND outcome != 'running' $project
) ORDER BY runs DESC LIMIT 30;

-- hooks: latency and failures per hook
SELECT hook_name, hook_type, count() AS runs, round(avg(duration_ms), 1) AS avg_ms,
  approx_percentile(duration_ms, 0.95, 3) AS p95_ms, sum(CASE WHEN success THEN 0 ELSE 1 END) AS failed,
  sum(CASE WHEN blocked THEN 1 ELSE 0 END) AS blocked
FROM claude_hooks WHERE timestamp > dateadd('d', -$days, now()) $project ORDER BY avg_ms DESC LIMIT 30;

-- blocks: which rule blocked or asked how often
SELECT hook_name, rule, decision, tool_name, count() AS times
FROM claude_hooks WHERE timestamp > dateadd('d', -$days, now()) AND decision IN ('deny', 'ask') $project ORDER BY times DESC LIMIT 20;

-- tasks: how tasks ended
SELECT project, task_status, count() AS tasks, round(avg(duration_min), 1) AS avg_min, round(avg(iterations), 1) AS avg_iterations
FROM claude_tasks WHERE timestamp > dateadd('d', -$days, now()) $project ORDER BY tasks DESC LIMIT 30;

-- context: the fullest sessions by their last reading
SELECT project, session_id, utilization_pct, compactions, timestamp FROM (
  SELECT project, session_id, utilization_pct, compactions, timestamp FROM claude_context
  WHERE timestamp > dateadd('d', -$days, now()) $project LATEST ON timestamp PARTITION BY session_id
) ORDER BY utilization_pct DESC LIMIT 20;

-- dora: deployments, failures and times; value is seconds where it is a time
SELECT project, event_type, count() AS times, round(avg(value), 0) AS avg_value, approx_percentile(value, 0.5, 3) AS median_value
FROM claude_events WHERE timestamp > dateadd('d', -$days, now()) AND category = 'dora' $project ORDER BY project, event_type;

-- space: the rates that the SPACE scores are made from, in percent
SELECT
  round(100.0 * sum(edits_accepted) / (sum(edits_accepted) + sum(edits_rejected)), 1) AS edits_accepted_pct,
  round(100.0 * sum(CASE WHEN error_count = 0 THEN 1 ELSE 0 END) / count(), 1) AS sessions_without_error_pct,
  round(100.0 * sum(tests_passed) / sum(tests_run), 1) AS tests_passed_pct,
  round(100.0 * sum(rework_edits) / sum(edits), 1) AS rework_pct,
  round(100.0 * (sum(tool_count) - sum(error_count)) / sum(tool_count), 1) AS tool_success_pct,
  round(100.0 * sum(tokens_cache_read) / (sum(tokens_cache_read) + sum(tokens_cache_creation) + sum(tokens_input)), 1) AS cache_read_pct,
  count_distinct(session_id) AS sessions, sum(task_count) AS tasks, sum(commits) AS commits, sum(pull_requests) AS pull_requests
FROM claude_sessions WHERE timestamp > dateadd('d', -$days, now()) $project;
