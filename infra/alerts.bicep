// Three alerts on Beckon's log in Log Analytics. docs/monitoring.md says what their fields mean.

param name string
param location string
param workspaceId string
param alertsTo string

// Container Apps writes each line of the log into one column, as text.
var lines = 'ContainerAppConsoleLogs_CL | where ContainerAppName_s == "${name}" | extend line = parse_json(Log_s)'

var rules = [
  {
    name: 'does-not-answer'
    text: 'More than five turns failed within five minutes. See docs/operating.md, People get no answer, or an error.'
    severity: 1
    query: '${lines} | where line.name == "turn.done" and line.outcome == "failed"'
    threshold: 5
  }
  {
    name: 'rights-end-late'
    text: 'A deadline that has come is not recorded since a minute or more. See docs/operating.md, Cards are late, or do not change.'
    severity: 1
    query: '${lines} | where line.name == "health" and tolong(line.deadlineLagMs) > 60000'
    threshold: 1
  }
  {
    name: 'request-waits'
    text: 'Nobody has picked up a request for an hour. See docs/operating.md, Nobody picks requests up.'
    severity: 2
    query: '${lines} | where line.name == "health" and tolong(line.oldestWaitMs) > 3600000'
    threshold: 1
  }
]

resource group 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: '${name}-alerts'
  location: 'global'
  properties: {
    groupShortName: name
    enabled: true
    emailReceivers: [{ name: 'operators', emailAddress: alertsTo, useCommonAlertSchema: true }]
  }
}

resource alert 'Microsoft.Insights/scheduledQueryRules@2023-03-15-preview' = [
  for rule in rules: {
    name: '${name}-${rule.name}'
    location: location
    properties: {
      displayName: 'Beckon: ${rule.name}'
      description: rule.text
      enabled: true
      severity: rule.severity
      evaluationFrequency: 'PT5M'
      windowSize: 'PT5M'
      scopes: [workspaceId]
      autoMitigate: true
      // The table of the log is made by the first line, which comes after this deployment.
      skipQueryValidation: true
      criteria: {
        allOf: [
          {
            query: rule.query
            timeAggregation: 'Count'
            operator: 'GreaterThan'
            threshold: rule.threshold
            failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
          }
        ]
      }
      actions: { actionGroups: [group.id] }
    }
  }
]
