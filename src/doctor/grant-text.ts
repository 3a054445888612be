import { GRAPH_APP_ID } from "../graph/grant.ts";
import type { Permission } from "../graph/permissions.ts";

interface Grant {
  /** The client id of the app or managed identity. */
  readonly appId: string;
  readonly tenantId: string;
  readonly permissions: readonly Permission[];
}

/** Each text may run again: what is held already is left alone. Source: learn.microsoft.com/graph/api/serviceprincipal-post-approleassignments */
export const powerShell = ({ appId, tenantId, permissions }: Grant): string => `# Microsoft Graph PowerShell
Connect-MgGraph -TenantId "${tenantId}" -Scopes "AppRoleAssignment.ReadWrite.All", "Application.Read.All"
$beckon = Get-MgServicePrincipal -Filter "appId eq '${appId}'"
$graph = Get-MgServicePrincipal -Filter "appId eq '${GRAPH_APP_ID}'"
$held = (Get-MgServicePrincipalAppRoleAssignment -ServicePrincipalId $beckon.Id -All).AppRoleId
foreach ($name in ${permissions.map((name) => `"${name}"`).join(", ")}) {
  $role = $graph.AppRoles | Where-Object { $_.Value -eq $name -and $_.AllowedMemberTypes -contains "Application" }
  if ($held -contains $role.Id) { continue }
  New-MgServicePrincipalAppRoleAssignment -ServicePrincipalId $beckon.Id -PrincipalId $beckon.Id -ResourceId $graph.Id -AppRoleId $role.Id
}`;

export const azureCli = ({ appId, tenantId, permissions }: Grant): string => `# Azure CLI, in bash
az login --tenant "${tenantId}" --allow-no-subscriptions
beckon=$(az ad sp show --id "${appId}" --query id --output tsv)
graph=$(az ad sp show --id "${GRAPH_APP_ID}" --query id --output tsv)
url="https://graph.microsoft.com/v1.0/servicePrincipals/$beckon/appRoleAssignments"
held=$(az rest --method get --url "$url" --query "value[].appRoleId" --output tsv)
for name in ${permissions.join(" ")}; do
  role=$(az ad sp show --id "${GRAPH_APP_ID}" --output tsv \\
    --query "appRoles[?value=='$name' && contains(allowedMemberTypes, 'Application')].id | [0]")
  case "$held" in *"$role"*) continue ;; esac
  az rest --method post --url "$url" --headers Content-Type=application/json \\
    --body "{\\"principalId\\":\\"$beckon\\",\\"resourceId\\":\\"$graph\\",\\"appRoleId\\":\\"$role\\"}"
done`;
