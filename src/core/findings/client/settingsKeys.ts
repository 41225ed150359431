/** What Claude Code 2.1.330 knows of the keys of a settings file; read from the client itself. */

/** The form that the value of a key must have: with any other the client ignores the whole file. */
export type Form = 'text' | 'number' | 'switch' | 'texts' | 'list' | 'keys' | readonly string[];

const FORMS: Readonly<Record<'text' | 'number' | 'switch' | 'texts' | 'list' | 'keys', string>> = {
  text: '$schema apiKeyHelper proxyAuthHelper awsCredentialExport awsAuthRefresh gcpAuthRefresh processWrapper attributionProject model prUrlTemplate otelHeadersHelper outputStyle language advisorModel agent minimumVersion requiredMinimumVersion requiredMaximumVersion plansDirectory timeZone autoMemoryDirectory claudeMd pluginTrustMessage',
  number:
    'cleanupPeriodDays desktopSessionCleanupPeriodDays skillListingMaxDescChars skillListingBudgetFraction feedbackSurveyRate totalTokensReminderBudget',
  switch:
    'respectGitignore syncClaudeAiSkills syncClaudeAiPlugins wslInheritsWindowsSettings includeCoAuthoredBy includeGitInstructions enforceAvailableModels enableAllProjectMcpServers disableClaudeAiConnectors disableBundledSkills disableDirectMcpSkills disableAllHooks disableReplyCheck disableAgentView disableRemoteControl disableWorkflows disableArtifact enableArtifact enableWorkflows workflowKeywordTriggerEnabled disableSkillShellExecution disableWindowsBashCommandSplit bashEditDiffEnabled respondToBashCommands allowManagedHooksOnly allowManagedPermissionRulesOnly allowManagedMcpServersOnly allowAllClaudeAiMcps allowClaudeInChromeWithManagedMcp disableCommandPluginSources disableSideloadFlags allowNestedModelAccessUnderForceLogin forceRemoteSettingsRefresh skipWebFetchPreflight spinnerTipsEnabled clawdFileProgressEnabled syntaxHighlightingDisabled terminalTitleFromRename alwaysThinkingEnabled fastMode fastModePerSessionOptIn promptSuggestionEnabled emojiCompletionEnabled awaySummaryEnabled responseComparisonEnabled showClearContextOnPlanAccept channelsEnabled prefersReducedMotion doneMeansMerged totalTokensReminderAfterUserTurn autoMemoryEnabled autoDreamEnabled showThinkingSummaries skipDangerousModePermissionPrompt skipWorkflowUsageWarning verbose autoCompactEnabled precomputeCompactionEnabled idleCompaction switchModelsOnFlag autoContinueAtUsageLimit autoScrollEnabled wheelScrollAccelerationEnabled fileCheckpointingEnabled showTurnDuration showMessageTimestamps terminalProgressBarEnabled todoFeatureEnabled remoteControlAtStartup isolatePeerMachines autoUploadSessions inputNeededNotifEnabled agentPushNotifEnabled',
  texts:
    'fallbackModel availableModels deniedModels enabledMcpjsonServers disabledMcpjsonServers allowedHttpHookUrls httpHookAllowedEnvVars pluginSuggestionMarketplaces companyAnnouncements claudeMdExcludes',
  list: 'allowedMcpServers deniedMcpServers strictKnownMarketplaces allowedMarketplaces blockedMarketplaces allowedChannelPlugins sshConfigs',
  keys: 'xaaIdp fileSuggestion breakReminder quietHours env attributionProjectPolicy permissions modelOverrides modelPicker modelPricing skillOverrides managedMcpServers hooks worktree statusLine enabledPlugins extraKnownMarketplaces additionalMarketplaces sandbox spinnerVerbs pluginConfigs remote voice remoteTools',
};

/** Keys whose value is one of a few words. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  availableModelsMatch: ['prefix', 'exact'],
  workflowSizeGuideline: ['unrestricted', 'small', 'medium', 'large'],
  defaultShell: ['bash', 'powershell'],
  parentSettingsBehavior: ['first-wins', 'merge'],
  managedSourcesBehavior: ['first-wins', 'merge'],
  feedbackDrafts: ['notify', 'quiet', 'off'],
  autoUpdatesChannel: ['latest', 'stable', 'rc'],
  tui: ['default', 'fullscreen'],
  totalTokensReminder: ['off', 'infinite', 'fixed', 'countdown', 'padded-countdown'],
  disableAutoMode: ['disable'],
  daemonColdStart: ['transient', 'ask'],
};

/** Keys of which the client leaves out a wrong value and keeps the rest of the file, or takes several forms. */
const ANY =
  'policyHelper policyHelpers attribution additionalDirectoryConfigRoots bashOutputMaxChars taskOutputMaxChars desktopMcpServersListScope strictPluginOnlyCustomization footerLinksRegexes subagentStatusLine prependPlugins appendPlugins forceLoginMethod forceLoginGatewayUrl gatewayInternalNetworks forceLoginOrgUUID allowedProviders viewMode spinnerTipsOverride maxProseWidth spellcheck promptCacheTtl subagentPromptCacheTtl effortLevel maxEffortLevel modelSettings ultracode autoCompactWindow askUserQuestionTimeout dialogExpiry modelProposedGoals timeFormat sshHostCommands theme editorMode keybindingFlavor vimInsertModeRemaps preferredNotifChannel precomputeArmTokens autoCompactRaisedForLoad autoCompactOfferAnswer teammateMode remoteControl crossSessionInbound remoteMessageReceipts';

/** Every known key with the form of its value; undefined where any value leaves the rest of the file alone. */
export const SETTINGS_KEYS: ReadonlyMap<string, Form | undefined> = new Map<string, Form | undefined>([
  ...Object.entries(FORMS).flatMap(([form, keys]) => keys.split(' ').map((key) => [key, form as Form] as const)),
  ...Object.entries(WORDS),
  ...ANY.split(' ').map((key) => [key, undefined] as const),
]);

/** Keys that the client takes from managed settings alone. */
export const MANAGED_KEYS: ReadonlySet<string> = new Set(
  'attributionProjectPolicy availableModelsMatch deniedModels modelPricing managedMcpServers disableWindowsBashCommandSplit allowManagedHooksOnly allowManagedPermissionRulesOnly allowManagedMcpServersOnly desktopMcpServersListScope allowAllClaudeAiMcps prependPlugins appendPlugins allowedMarketplaces disableCommandPluginSources disableSideloadFlags allowedProviders gatewayInternalNetworks pluginSuggestionMarketplaces claudeMd remoteMessageReceipts policyHelper policyHelpers pluginTrustMessage requiredMinimumVersion requiredMaximumVersion parentSettingsBehavior managedSourcesBehavior strictKnownMarketplaces disableDirectMcpSkills'.split(
    ' ',
  ),
);

/** Keys that the client does not take from the settings of a project. */
export const NOT_PROJECT_KEYS: ReadonlySet<string> = new Set(
  'processWrapper syncClaudeAiSkills syncClaudeAiPlugins modelPicker modelProposedGoals spellcheck footerLinksRegexes forceLoginGatewayUrl'.split(
    ' ',
  ),
);
