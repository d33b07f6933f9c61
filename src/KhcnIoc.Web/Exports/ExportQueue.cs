namespace KhcnIoc.Web.Exports;

/// <summary>Lets as many exports be made at a time as the machine has processors; the next few wait, more are sent away.</summary>
internal sealed class ExportQueue : IDisposable
{
    /// <summary>How many may wait.</summary>
    public const int MostWaiting = 8;

    private readonly SemaphoreSlim _places;
    private readonly int _most;
    private int _inside;

    public ExportQueue()
        : this(Environment.ProcessorCount)
    {
    }

    public ExportQueue(int atOnce)
    {
        _places = new(atOnce, atOnce);
        _most = atOnce + MostWaiting;
    }

    /// <summary>A place, to be disposed of after use; <see langword="null"/> = too many are waiting.</summary>
    public async Task<IDisposable?> EnterAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _inside) > _most)
        {
            Interlocked.Decrement(ref _inside);
            return null;
        }

        try
        {
            await _places.WaitAsync(cancellationToken);
            return new Place(this);
        }
        catch
        {
            Interlocked.Decrement(ref _inside);
            throw;
        }
    }

    public void Dispose() => _places.Dispose();

    private void Leave()
    {
        Interlocked.Decrement(ref _inside);
        _places.Release();
    }

    private sealed class Place(ExportQueue queue) : IDisposable
    {
        private ExportQueue? _queue = queue;

        public void Dispose() => Interlocked.Exchange(ref _queue, null)?.Leave();
    }
}
