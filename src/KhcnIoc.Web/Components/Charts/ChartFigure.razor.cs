using KhcnIoc.Web.Live;
using KhcnIoc.Web.Pages.Charts;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace KhcnIoc.Web.Components.Charts;

/// <summary>Keeps one chart of <c>modules/chart.js</c>: mounted once, updated in place, disposed with the component.</summary>
public sealed partial class ChartFigure : ComponentBase, IAsyncDisposable
{
    private readonly string _id = Guid.NewGuid().ToString("N");
    private ElementReference _live;
    private IJSObjectReference? _module;
    private ChartView? _drawn;
    private ChartView? _shown;
    private bool _showing;
    private bool _gone;

    [Parameter, EditorRequired] public required ChartView Chart { get; set; }

    [Inject] internal IJSRuntime Scripts { get; set; } = null!;

    [Inject] internal ServerIdentity Identity { get; set; } = null!;

    [Inject] internal ILogger<ChartFigure> Logger { get; set; } = null!;

    protected override bool ShouldRender() => !ReferenceEquals(Chart, _drawn);

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        _drawn = Chart;
        if (_showing || _gone) return;
        _showing = true;
        try
        {
            _module ??= await Scripts.InvokeAsync<IJSObjectReference>("import", "/assets/chart.js?v=" + Identity.Build);

            // What came while the script was busy: only the newest counts.
            while (!_gone && !ReferenceEquals(Chart, _shown))
            {
                var chart = Chart;
                if (_shown is null) await _module.InvokeVoidAsync("mount", _id, _live, ChartData.Of(chart));
                else await _module.InvokeVoidAsync("update", _id, ChartData.Of(chart));
                _shown = chart;
            }
        }
        catch (Exception exception) when (exception is JSDisconnectedException or OperationCanceledException)
        {
            // The circuit is gone, and the chart with its document.
        }
        catch (JSException exception)
        {
            // The server's drawing stays.
            Log.ChartFailed(Logger, Chart.Id, exception);
        }
        finally
        {
            _showing = false;
        }

        if (_gone) await LeaveAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _gone = true;
        // While it is being mounted, whoever mounts it lets it go.
        if (!_showing) await LeaveAsync();
    }

    private async Task LeaveAsync()
    {
        if (_module is not { } module) return;
        _module = null;
        try
        {
            await module.InvokeVoidAsync("dispose", _id);
            await module.DisposeAsync();
        }
        catch (Exception exception) when (exception is JSDisconnectedException or OperationCanceledException or JSException)
        {
            // A lost circuit has nothing left to dispose of.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(4121, LogLevel.Warning, "The chart {Chart} could not be shown by its script")]
        public static partial void ChartFailed(ILogger logger, string chart, Exception exception);
    }
}
