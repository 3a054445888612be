// Beckon on Azure Container Apps with PostgreSQL, an Azure Bot with the Teams channel, Key Vault and alerts.
// docs/install-azure.md has the steps. Names are made from `name` and this resource group.

@description('Short name of all resources, such as beckon.')
@minLength(3)
@maxLength(12)
param name string = 'beckon'

@description('Region of all resources but the bot, which is global.')
param location string = resourceGroup().location

@description('Image of Beckon, such as ghcr.io/YOUR-ORGANISATION/beckon:0.1.0.')
param image string

@description('Conversation id of the helpdesk channel, 19:…@thread.tacv2.')
param helpdeskChannelId string

@description('Object id of the Entra group of helpers.')
param helpersGroupId string

@description('Object id of the Entra group of leads.')
param leadsGroupId string

@description('IANA time zone of cards that many people read.')
param timeZone string = 'Etc/UTC'

@description('32 bytes in base64: openssl rand -base64 32. Keep a copy apart from Azure.')
@secure()
param masterKey string

@description('Object id of the Entra group that may sign in to the database as administrators.')
param databaseAdminsGroupId string

@description('Display name of that group.')
param databaseAdminsGroupName string

@description('Mail address for alerts.')
param alertsTo string

@description('Processes of Beckon. Two go on while one is replaced.')
@minValue(1)
@maxValue(4)
param replicas int = 2

var suffix = uniqueString(resourceGroup().id)
var databaseName = 'beckon'
// Key Vault Secrets User. Source: learn.microsoft.com/azure/role-based-access-control/built-in-roles/security
var secretsUser = subscriptionResourceId(
  'Microsoft.Authorization/roleDefinitions',
  '4633458b-17de-408a-b874-0445c86b69e6'
)

// Who Beckon is: to the Bot connector, Microsoft Graph, PostgreSQL and Key Vault. There is no client secret and no password.
resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: '${name}-${suffix}'
  location: location
}

resource logs 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: '${name}-${suffix}'
  location: location
  properties: {
    sku: { name: 'PerGB2018' }
    retentionInDays: 90
  }
}

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: take('${name}-${suffix}', 24)
  location: location
  properties: {
    tenantId: subscription().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    // The key of the records is lost for good with the vault.
    enablePurgeProtection: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 90
  }
}

resource masterKeySecret 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = {
  parent: vault
  name: 'master-key'
  properties: { value: masterKey }
}

resource mayReadSecrets 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: vault
  name: guid(vault.id, identity.id, secretsUser)
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: secretsUser
  }
}

resource database 'Microsoft.DBforPostgreSQL/flexibleServers@2024-08-01' = {
  name: '${name}-${suffix}'
  location: location
  sku: { name: 'Standard_B2s', tier: 'Burstable' }
  properties: {
    version: '17'
    authConfig: {
      activeDirectoryAuth: 'Enabled'
      passwordAuth: 'Disabled'
      tenantId: subscription().tenantId
    }
    storage: { storageSizeGB: 32, autoGrow: 'Enabled' }
    backup: { backupRetentionDays: 35, geoRedundantBackup: 'Disabled' }
    highAvailability: { mode: 'Disabled' }
  }

  resource tables 'databases' = {
    name: databaseName
  }

  // 0.0.0.0 means: from Azure. For a network of your own, use a delegated subnet instead.
  resource fromAzure 'firewallRules' = {
    name: 'azure'
    properties: { startIpAddress: '0.0.0.0', endIpAddress: '0.0.0.0' }
  }

  // The one way to let it in without SQL after the deployment; docs/install-azure.md says how to give it less.
  resource beckon 'administrators' = {
    name: identity.properties.principalId
    properties: {
      principalName: identity.name
      principalType: 'ServicePrincipal'
      tenantId: subscription().tenantId
    }
    dependsOn: [tables]
  }

  // One after the other: the server takes one change of its administrators at a time.
  resource people 'administrators' = {
    name: databaseAdminsGroupId
    properties: {
      principalName: databaseAdminsGroupName
      principalType: 'Group'
      tenantId: subscription().tenantId
    }
    dependsOn: [beckon]
  }
}

resource environment 'Microsoft.App/managedEnvironments@2024-03-01' = {
  name: '${name}-${suffix}'
  location: location
  properties: {
    appLogsConfiguration: {
      destination: 'log-analytics'
      logAnalyticsConfiguration: {
        customerId: logs.properties.customerId
        sharedKey: logs.listKeys().primarySharedKey
      }
    }
  }
}

// Without a password: Beckon signs in as its identity.
var databaseUrl = 'postgres://${identity.name}@${database.properties.fullyQualifiedDomainName}/${databaseName}?sslmode=verify-full'
var host = '${name}.${environment.properties.defaultDomain}'

resource app 'Microsoft.App/containerApps@2024-03-01' = {
  name: name
  location: location
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identity.id}': {} }
  }
  dependsOn: [mayReadSecrets, database::beckon]
  properties: {
    managedEnvironmentId: environment.id
    configuration: {
      activeRevisionsMode: 'Single'
      ingress: { external: true, targetPort: 3978, allowInsecure: false, transport: 'http' }
      secrets: [
        { name: 'master-key', keyVaultUrl: masterKeySecret.properties.secretUri, identity: identity.id }
      ]
    }
    template: {
      scale: { minReplicas: replicas, maxReplicas: replicas }
      terminationGracePeriodSeconds: 30
      containers: [
        {
          name: 'beckon'
          image: image
          resources: { cpu: json('0.5'), memory: '1Gi' }
          env: [
            { name: 'PORT', value: '3978' }
            { name: 'BOT_TYPE', value: 'UserAssignedMsi' }
            { name: 'BOT_ID', value: identity.properties.clientId }
            { name: 'BOT_TENANT_ID', value: subscription().tenantId }
            { name: 'HELPDESK_CHANNEL_ID', value: helpdeskChannelId }
            { name: 'HELPERS_GROUP_ID', value: helpersGroupId }
            { name: 'LEADS_GROUP_ID', value: leadsGroupId }
            { name: 'PUBLIC_URL', value: 'https://${host}' }
            { name: 'GRAPH_NOTIFICATIONS_URL', value: 'https://${host}' }
            { name: 'TIME_ZONE', value: timeZone }
            { name: 'DATABASE_URL', value: databaseUrl }
            { name: 'DATABASE_IDENTITY', value: identity.properties.clientId }
            { name: 'SECRET_MASTER_KEY', secretRef: 'master-key' }
          ]
          probes: [
            // Traffic and restarts follow /healthz alone: people are answered also while the database is away.
            { type: 'Liveness', httpGet: { path: '/healthz', port: 3978 }, periodSeconds: 15, failureThreshold: 4 }
            { type: 'Readiness', httpGet: { path: '/healthz', port: 3978 }, periodSeconds: 10 }
            // A new revision takes over when it can work. Five minutes for a database that comes late; more failures than ten are refused.
            { type: 'Startup', httpGet: { path: '/readyz', port: 3978 }, periodSeconds: 30, failureThreshold: 10 }
          ]
        }
      ]
    }
  }
}

resource bot 'Microsoft.BotService/botServices@2022-09-15' = {
  name: '${name}-${suffix}'
  location: 'global'
  kind: 'azurebot'
  sku: { name: 'F0' }
  properties: {
    displayName: 'Beckon'
    endpoint: 'https://${host}/api/messages'
    msaAppType: 'UserAssignedMSI'
    msaAppId: identity.properties.clientId
    msaAppTenantId: subscription().tenantId
    msaAppMSIResourceId: identity.id
    disableLocalAuth: true
  }

  resource teams 'channels' = {
    name: 'MsTeamsChannel'
    location: 'global'
    properties: {
      channelName: 'MsTeamsChannel'
      properties: { isEnabled: true }
    }
  }
}

module alerts 'alerts.bicep' = {
  name: 'alerts'
  params: {
    name: name
    location: location
    workspaceId: logs.id
    alertsTo: alertsTo
  }
}

output BOT_ID string = identity.properties.clientId
// The identity asks Graph, too.
output GRAPH_CLIENT_ID string = identity.properties.clientId
output BOT_DOMAIN string = host
output BOT_ENDPOINT string = 'https://${host}'
output IDENTITY_PRINCIPAL_ID string = identity.properties.principalId
output CONTAINER_APP_NAME string = app.name
