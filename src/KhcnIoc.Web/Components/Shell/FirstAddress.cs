using Microsoft.AspNetCore.Components;

namespace KhcnIoc.Web.Components.Shell;

/// <summary>The address that a circuit began with. One a circuit.</summary>
internal sealed class FirstAddress
{
    private string? _address;

    /// <summary>Takes the address on the first call; later calls change nothing.</summary>
    public string Of(NavigationManager navigation) => _address ??= navigation.Uri;
}
