using KhcnIoc.Web.Live;
using KhcnIoc.Web.Maps;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace KhcnIoc.Web.Components.Maps;

/// <summary>Draws a map of communes. Works as a picture of links without any script; <c>map.js</c> adds zoom, arrow keys and the value under the finger.</summary>
public sealed partial class CommuneMap : ComponentBase, IAsyncDisposable
{
    private ElementReference _element;
    private IJSObjectReference? _module, _handle;
    private MapView? _drawn;
    private bool _gone;

    [Parameter, EditorRequired] public required MapView View { get; set; }

    /// <summary>Unique in the page.</summary>
    [Parameter] public string Id { get; set; } = "cmap";

    /// <summary>Id of the table that says the same in words.</summary>
    [Parameter] public string DescribedBy { get; set; } = "";

    /// <summary><c>large</c> where the map is the page; empty = one part of it.</summary>
    [Parameter] public string Size { get; set; } = "";

    [Inject] internal IJSRuntime Script { get; set; } = null!;

    [Inject] internal ServerIdentity Identity { get; set; } = null!;

    private string ViewBox => FormattableString.Invariant($"0 0 {View.Geometry.Width} {View.Geometry.Height}");

    protected override bool ShouldRender() => !ReferenceEquals(View, _drawn);

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        _drawn = View;
        if (!firstRender) return;
        try
        {
            _module = await Script.InvokeAsync<IJSObjectReference>("import", $"/assets/map.js?v={Identity.Build}");
            _handle = await _module.InvokeAsync<IJSObjectReference>("attach", _element);
            if (_gone) await LeaveAsync();
        }
        catch (Exception exception) when (exception is JSException or JSDisconnectedException or OperationCanceledException or InvalidOperationException)
        {
            // Without the script the map is a picture of links.
        }
    }

    public async ValueTask DisposeAsync()
    {
        _gone = true;
        await LeaveAsync();
    }

    private async Task LeaveAsync()
    {
        try
        {
            if (_handle is not null)
            {
                await _handle.InvokeVoidAsync("dispose");
                await _handle.DisposeAsync();
            }

            if (_module is not null) await _module.DisposeAsync();
        }
        catch (Exception exception) when (exception is JSException or JSDisconnectedException or OperationCanceledException)
        {
            // The page is gone, and with it all that there was to undo.
        }
        finally
        {
            (_handle, _module) = (null, null);
        }
    }
}
