using KhcnIoc.Core.Indicators;
using KhcnIoc.Web.Live;
using KhcnIoc.Web.Pages;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;

namespace KhcnIoc.Web.Components.Shell;

/// <summary>A page of leaders: takes its view from <see cref="PageViews"/>, follows the address and, unless paused or in the past, the board.</summary>
/// <remarks>
/// The document that the server renders holds the whole page. The circuit's first drawing takes the same view over (<see cref="PageViews.Recent"/>), so that nothing
/// flickers and the scroll position stays. While a next view is being made the page keeps the last one and says that it is busy.
/// </remarks>
public abstract class LeaderPage : ComponentBase, IDisposable
{
    /// <summary>The shortest time between two drawings that changes of the board cause.</summary>
    private static readonly TimeSpan s_between = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _gone = new();
    private IDisposable? _listening;
    private CancellationTokenSource? _loading;
    private string _address = "";
    private long _drawnAt;
    private int _dueAgain;
    private bool _missed;

    [Inject] internal NavigationManager Navigation { get; set; } = null!;

    [Inject] internal PageViews Views { get; set; } = null!;

    [Inject] internal BoardNews News { get; set; } = null!;

    [Inject] internal LiveSwitch Switch { get; set; } = null!;

    [Inject] internal TimeProvider Time { get; set; } = null!;

    /// <summary>Only while the server renders the document.</summary>
    [CascadingParameter] public HttpContext? HttpContext { get; set; }

    internal PageResult? Result { get; private set; }

    /// <summary>Another view is being made.</summary>
    protected bool Busy { get; private set; }

    private protected abstract Type ViewType { get; }

    protected override async Task OnInitializedAsync()
    {
        _address = AddressNow();
        if (RendererInfo.IsInteractive)
        {
            Navigation.LocationChanged += OnLocationChanged;
            Switch.Changed += OnSwitched;
            _listening = News.Listen(OnBoardChanged);
            if (Views.Recent(_address) is { } recent)
            {
                // Complete from the first drawing on; what has changed since follows at once.
                Take(recent);
                _ = InvokeAsync(() => LoadAsync(quietly: true));
                return;
            }
        }

        await LoadAsync(quietly: false);
        if (HttpContext is { Response.HasStarted: false } http)
        {
            http.Response.StatusCode = Result?.Trouble switch
            {
                PageTrouble.NoSuchPage or PageTrouble.UnknownCode => StatusCodes.Status404NotFound,
                PageTrouble.UnreadableAddress => StatusCodes.Status400BadRequest,
                PageTrouble.Unavailable => StatusCodes.Status503ServiceUnavailable,
                _ => http.Response.StatusCode,
            };

            // From .NET 10 on a 404 without a type is left without a body.
            http.Response.ContentType = "text/html; charset=utf-8";
        }
    }

    /// <summary>Tries again after a fault.</summary>
    internal Task RetryAsync() => LoadAsync(quietly: false);

    private string AddressNow() => "/" + Navigation.ToBaseRelativePath(Navigation.Uri);

    private void OnLocationChanged(object? sender, LocationChangedEventArgs e)
    {
        var address = AddressNow();
        if (address == _address || !Views.IsOf(address, ViewType)) return;
        _address = address;
        _ = InvokeAsync(() => LoadAsync(quietly: false));
    }

    private async Task LoadAsync(bool quietly)
    {
        _loading?.Cancel();
        var loading = _loading = CancellationTokenSource.CreateLinkedTokenSource(_gone.Token);
        try
        {
            var making = Views.GetAsync(_address, loading.Token);
            if (!making.IsCompleted && !quietly)
            {
                Busy = true;
                StateHasChanged();
            }

            var result = await making;
            if (loading != _loading) return;

            // A fault while the page only follows the board leaves what it shows; the next change tries again.
            if (result.Trouble == PageTrouble.Unavailable && quietly && Result?.View is not null) return;
            Take(result);
        }
        catch (OperationCanceledException)
        {
            // A newer address or the end of the page.
        }
        finally
        {
            if (loading == _loading && !_gone.IsCancellationRequested)
            {
                Busy = false;
                StateHasChanged();
            }
        }
    }

    private void Take(PageResult result)
    {
        if (ReferenceEquals(result, Result)) return;
        Result = result;
        _drawnAt = Time.GetTimestamp();
        OnTaken();
    }

    /// <summary>Called after another view has been taken, before it is drawn.</summary>
    private protected virtual void OnTaken()
    {
    }

    // Called off the circuit.
    private void OnBoardChanged(IReadOnlySet<SeriesKey> changed)
    {
        if (Result is not { View: { } view, Query.Moment.IsPresent: true } || !view.Concerns(changed)) return;
        if (Switch.Paused)
        {
            _missed = true;
            return;
        }

        if (Interlocked.Exchange(ref _dueAgain, 1) == 1) return;
        _ = FollowAsync();
    }

    private async Task FollowAsync()
    {
        try
        {
            var wait = s_between - Time.GetElapsedTime(_drawnAt);
            if (wait > TimeSpan.Zero) await Task.Delay(wait, Time, _gone.Token);
            Volatile.Write(ref _dueAgain, 0);
            await InvokeAsync(() => Switch.Paused ? Task.CompletedTask : LoadAsync(quietly: true));
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
        {
            // The page is gone.
        }
    }

    private void OnSwitched()
    {
        if (!Switch.Paused && _missed)
        {
            _missed = false;
            _ = InvokeAsync(() => LoadAsync(quietly: true));
        }
        else
        {
            _ = InvokeAsync(StateHasChanged);
        }
    }

    public void Dispose()
    {
        Navigation.LocationChanged -= OnLocationChanged;
        Switch.Changed -= OnSwitched;
        _listening?.Dispose();
        _gone.Cancel();
        _gone.Dispose();
        GC.SuppressFinalize(this);
    }
}

/// <summary>A page that draws one kind of view.</summary>
public abstract class LeaderPage<TView> : LeaderPage
    where TView : class
{
    private protected override Type ViewType => typeof(TView);

    /// <summary>What is drawn; <see langword="null"/> while the first one is made and where there is a fault (<see cref="PageFrame"/> shows both).</summary>
    protected TView? View => Result?.View as TView;
}
