// SPDX-License-Identifier: GPL-3.0-or-later
// The list holds the operators that LibTorch 1.13 registers, and some newer ones, after each was looked at: what
// only computes from its arguments, and looks at them first, stands here. Neither autograd's own (…_backward) nor
// test operators do, nor the inner halves of others, which leave the looking to those.
#include "core/audit/script_operators.h"

#include <algorithm>
#include <iterator>
#include <set>

#include "core/audit/phrases.h"

namespace adversarium {
namespace {

using namespace phrases;

using Judged = OperatorJudgement::Kind;

constexpr std::string_view kComputing =
    "Bool Complex ComplexImplicit Delete Float FloatImplicit Int IntImplicit ScalarImplicit Size "
    "_adaptive_avg_pool2d _adaptive_avg_pool3d _add_relu _aminmax _cast_Byte _cast_Char _cast_Double _cast_Float "
    "_cast_Half _cast_Int _cast_Long _cast_Short _conj _conj_physical _convolution _convolution_mode _dim_arange "
    "_get_tracing_state _infer_size _list_to_tensor _log_softmax _no_grad_embedding_renorm _no_grad_fill "
    "_no_grad_normal _no_grad_uniform _no_grad_zero _pad_circular _pad_enum _reshape_from_tensor _safe_softmax "
    "_scaled_dot_product_attention _scaled_dot_product_attention_math _set_item _shape_as_tensor _softmax _stack "
    "_tensor_to_list _to_copy _to_cpu _unique _unique2 _unsafe_view _unwrap_optional _upsample_bicubic2d_aa "
    "_upsample_bilinear2d_aa _upsample_nearest_exact1d _upsample_nearest_exact2d _upsample_nearest_exact3d abs "
    "absolute acos acosh adaptive_avg_pool1d adaptive_avg_pool2d adaptive_avg_pool3d adaptive_max_pool1d "
    "adaptive_max_pool2d adaptive_max_pool3d add addbmm addcdiv addcmul addmm addmv addr adjoint "
    "affine_grid_generator alias align_as align_tensors align_to all allclose alpha_dropout amax amin aminmax "
    "angle any append arange arccos arccosh arcsin arcsinh arctan arctan2 arctanh argmax argmin argsort argwhere "
    "as_tensor asin asinh atan atan2 atanh atleast_1d atleast_2d atleast_3d avg_pool1d avg_pool2d avg_pool3d "
    "baddbmm bartlett_window batch_norm bernoulli bilinear bin binary_cross_entropy "
    "binary_cross_entropy_with_logits bitwise_and bitwise_left_shift bitwise_not bitwise_or bitwise_right_shift "
    "bitwise_xor blackman_window block_diag bmm broadcast_tensors broadcast_to bucketize can_cast capitalize "
    "cartesian_prod cat cdist ceil celu center chain_matmul chalf cholesky cholesky_inverse chr chunk clamp "
    "clamp_max clamp_min clear clip clone col2im column_stack complex concat concatenate conj conj_physical "
    "constant_pad_nd contiguous conv1d conv2d conv3d conv_transpose1d conv_transpose2d conv_transpose3d "
    "convolution copy copysign corrcoef cos cosh cosine_embedding_loss cosine_similarity count count_nonzero cov "
    "cpu cross cross_entropy_loss cuda cummax cummin cumprod cumsum cumulative_trapezoid data deg2rad degrees "
    "det detach device diag diag_embed diagflat diagonal diagonal_scatter dict diff digamma dim dist div divide "
    "divmod dot dropout dstack einsum element_size elu embedding empty empty_like endswith eq equal erf erfc "
    "erfinv exp exp2 expand expand_as expandtabs expm1 extend eye fabs factorial "
    "fake_quantize_per_channel_affine fake_quantize_per_tensor_affine feature_alpha_dropout feature_dropout "
    "fft_fft fft_fft2 fft_fftfreq fft_fftn fft_fftshift fft_hfft fft_ifft fft_ifft2 fft_ifftn fft_ifftshift "
    "fft_ihfft fft_irfft fft_irfft2 fft_irfftn fft_rfft fft_rfft2 fft_rfftfreq fft_rfftn fill fill_diagonal find "
    "fix flatten flip fliplr flipud float_power floor floor_divide floordiv fmax fmin fmod format frac frexp "
    "frobenius_norm full full_like gamma gather gcd ge gelu ger get get_device glu gradient greater "
    "greater_equal grid_sampler group_norm gt hamming_window hann_window hardshrink hardsigmoid hardswish "
    "hardtanh has_torch_function hash heaviside hex hinge_embedding_loss hstack huber_loss hypot i0 igamma "
    "igammac im2col imag index index_add index_fill index_put index_select indices inner insert instance_norm "
    "inverse is_autocast_cpu_enabled is_autocast_enabled is_coalesced is_complex is_conj is_contiguous "
    "is_distributed is_floating_point is_grad_enabled is_inference is_leaf is_neg is_non_overlapping_and_dense "
    "is_nonzero is_pinned is_same_size is_scripting is_signed is_strides_like_format is_vulkan_available isalnum "
    "isalpha isclose isdecimal isdigit isfinite isidentifier isin isinf islower isnan isneginf isnumeric "
    "isposinf isprintable isreal isspace istitle isupper item items join kaiser_window keys kl_div kron kthvalue "
    "l1_loss layer_norm lcm ldexp le leaky_relu len lerp less less_equal lgamma lift lift_fresh linalg_cholesky "
    "linalg_cond linalg_cross linalg_det linalg_diagonal linalg_eigh linalg_eigvalsh linalg_inv linalg_matmul "
    "linalg_matrix_norm linalg_matrix_power linalg_multi_dot linalg_norm linalg_pinv linalg_qr linalg_slogdet "
    "linalg_solve linalg_svd linalg_svdvals linalg_vecdot linalg_vector_norm linear linspace list ljust log "
    "log10 log1p log2 log_sigmoid log_softmax logaddexp logaddexp2 logcumsumexp logdet logical_and logical_not "
    "logical_or logical_xor logit logspace logsumexp lower lstrip lt mH mT margin_ranking_loss masked_fill "
    "masked_select mathremainder matmul matrix_H matrix_exp matrix_power max max_pool1d max_pool1d_with_indices "
    "max_pool2d max_pool2d_with_indices max_pool3d max_pool3d_with_indices maximum mean median meshgrid min "
    "minimum mish mm mode modf moveaxis movedim mse_loss msort mul multinomial multiply mv nan_to_num nanmean "
    "nanmedian nanquantile nansum narrow ne neg negative new_empty new_full new_ones new_zeros nextafter "
    "nll_loss nll_loss2d nll_loss_nd nonzero nonzero_numpy norm norm_except_dim normal normal_functional "
    "not_equal nuclear_norm numel numpy_T oct one_hot ones ones_like ord outer output_nr pad pad_sequence "
    "pairwise_distance partition pdist percentFormat permute pin_memory pinverse pixel_shuffle pixel_unshuffle "
    "poisson_nll_loss polar polygamma pop popitem positive pow prelu prod promote_types qr quantile rad2deg "
    "radians rand rand_like randint randint_like randn randn_like randperm range ravel real reciprocal "
    "refine_names reflection_pad1d reflection_pad2d reflection_pad3d relu relu6 remainder remove rename renorm "
    "repeat replace replication_pad1d replication_pad2d replication_pad3d requires_grad reshape reshape_as "
    "resolve_conj resolve_neg result_type reverse rfind rindex rjust rms_norm roll rot90 round row_stack "
    "rpartition rrelu rsplit rsqrt rstrip rsub scalar_tensor scaled_dot_product_attention scatter scatter_add "
    "scatter_reduce select select_scatter selu setdefault sgn sigmoid sign signbit silu sin sinc sinh size slice "
    "slice_scatter slogdet smooth_l1_loss soft_margin_loss softmax softplus softshrink sort sorted "
    "special_digamma special_entr special_erf special_erfc special_erfinv special_exp2 special_expit "
    "special_expm1 special_gammaln special_i0 special_i0e special_log1p special_log_ndtr special_log_softmax "
    "special_logit special_logsumexp special_ndtr special_ndtri special_psi special_round special_sinc "
    "special_softmax special_xlog1py special_xlogy split split_with_sizes splitlines sqrt square squeeze stack "
    "startswith std std_mean storage_offset str stride strip sub subtract sum sum_to_size svd swapaxes swapcase "
    "swapdims t take take_along_dim tan tanh tensor tensor_split tensordot threshold tile title to topk trace "
    "transpose trapezoid trapz tril tril_indices triplet_margin_loss triu triu_indices true_divide trunc type_as "
    "unbind unflatten unfold uniform unique_consecutive unsafe_chunk unsafe_split unsafe_split_with_sizes "
    "unsqueeze update upper upsample_bicubic2d upsample_bilinear2d upsample_linear1d upsample_nearest1d "
    "upsample_nearest2d upsample_nearest3d upsample_trilinear3d values vander var var_mean vdot view view_as "
    "view_as_complex view_as_real vstack wait where xlogy zero zeros zeros_like zfill __and__ __contains__ "
    "__derive_index __getitem__ __iand__ __ilshift__ __interpolate __ior__ __irshift__ __is__ __isnot__ __ixor__ "
    "__lshift__ __not__ __or__ __range_length __round_to_zero_floordiv __rshift__ __upsample __upsample_bilinear "
    "__upsample_nearest __xor__ ";

/// Computing only, too, but trusting their arguments: for wrong ones they read or write beyond memory, or divide
/// by zero (sparse indices, offsets, sorters and batch sizes out of range, sizes that nothing compares).
constexpr std::string_view kTrusting =
    "_addmm_activation _batch_norm_impl_index _batch_norm_no_update _cdist_forward _cholesky_solve_helper "
    "_coalesce _coalesced _compute_linear_combination _conv_depthwise2d _convert_indices_from_coo_to_csr "
    "_convert_indices_from_csr_to_coo _convert_weight_to_int4pack _ctc_loss _cufft_get_plan_cache_max_size "
    "_cufft_get_plan_cache_size _cummax_helper _cummin_helper _dimI _dimV _dirichlet_grad _efficientzerotensor "
    "_embedding_bag _embedding_bag_forward_only _euclidean_dist _flash_scaled_dot_product_attention "
    "_fused_dropout _grad_sum_to_size _grid_sampler_2d_cpu_fallback _has_same_storage_numel "
    "_histogramdd_bin_edges _histogramdd_from_bin_cts _histogramdd_from_bin_tensors _index_put_impl _indices "
    "_is_zerotensor _local_scalar_dense _logcumsumexp _masked_scale _mkldnn_reshape _mkldnn_transpose "
    "_native_batch_norm_legit _native_batch_norm_legit_no_training _ncf_unsqueeze _ncf_view _neg_view "
    "_new_zeros_with_same_feature_meta _nnz _pack_padded_sequence _pack_sequence _pad_packed_sequence "
    "_pdist_forward _pin_memory _rowwise_prune _sample_dirichlet _saturate_weight_to_fp16 "
    "_scaled_dot_product_attention_forward _scaled_dot_product_attention_math_for_mps "
    "_scaled_dot_product_flash_attention_for_cpu _segment_reduce_backward _size_if_not_equal "
    "_slow_conv2d_forward _sparse_coo_tensor_unsafe _spdiags _standard_gamma _standard_gamma_grad _symeig_helper "
    "_thnn_fused_gru_cell _thnn_fused_lstm_cell _to_dense _trilinear _unsafe_index _unsafe_masked_index "
    "_use_cudnn_ctc_loss _use_cudnn_rnn_flatten_weight _values _weight_norm _weight_norm_interface as_strided "
    "as_strided_scatter batch_norm_elemt batch_norm_gather_stats batch_norm_gather_stats_with_counts "
    "batch_norm_stats batch_norm_update_stats bincount binomial cauchy ccol_indices channel_shuffle "
    "cholesky_solve coalesce col_indices combinations conv_depthwise3d conv_tbc convolution_overrideable "
    "crow_indices ctc_loss dense_dim dsplit embedding_bag embedding_renorm empty_strided exponential "
    "flatten_dense_tensors fractional_max_pool2d fractional_max_pool3d geometric geqrf grid_sampler_2d "
    "grid_sampler_3d gru gru_cell histc histogram histogramdd hsplit hspmm index_reduce is_set_to istft "
    "log_normal log_sigmoid_forward lstm lstm_cell lu_solve lu_unpack masked_scatter max_unpool2d max_unpool3d "
    "multi_margin_loss multilabel_margin_loss multilabel_margin_loss_forward mvlgamma native_batch_norm "
    "native_channel_shuffle native_dropout native_group_norm native_layer_norm native_norm new_empty_strided "
    "nll_loss2d_forward nll_loss_forward orgqr ormqr poisson put random repeat_interleave resize resize_as "
    "resize_as_sparse rnn_relu rnn_relu_cell rnn_tanh rnn_tanh_cell row_indices rrelu_with_noise searchsorted "
    "segment_reduce slow_conv3d slow_conv3d_forward slow_conv_dilated2d slow_conv_dilated3d "
    "slow_conv_transpose2d slow_conv_transpose3d smm sspaddmm stft sym_numel sym_size sym_storage_offset "
    "sym_stride symeig thnn_conv2d to_dense to_mkldnn to_sparse to_sparse_bsc to_sparse_bsr to_sparse_csc "
    "to_sparse_csr triangular_solve unflatten_dense_tensors unique_dim unique_dim_consecutive vsplit ";

/// Of PyTorch's fast path for transformers, what honest programs hold: harmless behind
/// core/formats/torchscript/script_guards.h.
constexpr std::string_view kGuarded[] = {"_native_multi_head_attention",
                                         "_transformer_encoder_layer_fwd",
                                         "_nested_tensor_from_mask",
                                         "_nested_tensor_from_mask_left_aligned",
                                         "to_padded_tensor",
                                         "nested_to_padded_tensor"};

/// Such operators by what their names begin with, and what is said of them.
struct Family {
  std::string_view prefix;
  const char* words;
};
constexpr Family kTrustingFamilies[] = {
    {"sparse_", kTrusts},
    {"_sparse_", kTrusts},
    {"_linalg_", kTrusts},
    {"_fft_", kTrusts},
    {"_validate_sparse", kTrusts},
    {"mkldnn_", kTrusts},
    {"cudnn_", kTrusts},
    {"_cudnn_", kTrusts},
    {"miopen_", kTrusts},
    {"_mkldnn_", kTrusts},
    {"_nested_", kFastTransformer},
    {"nested_", kFastTransformer},
    {"to_padded_tensor", kFastTransformer},
    {"_native_multi_head", kFastTransformer},
    {"_native_decoder", kFastTransformer},
    {"_transformer_", kFastTransformer},
    {"_masked_softmax", kFastTransformer},
    {"_transform_bias_rescale", kFastTransformer},
    {"quantize", kQuantised},
    {"q_scale", kQuantised},
    {"q_zero_point", kQuantised},
    {"q_per_channel_", kQuantised},
    {"dequantize", kQuantised},
    {"int_repr", kQuantised},
    {"qscheme", kQuantised},
    {"_choose_qparams", kQuantised},
    {"choose_qparams", kQuantised},
    {"_empty_affine_quantized", kQuantised},
    {"_empty_per_channel_affine_quantized", kQuantised},
    {"empty_quantized", kQuantised},
    {"_make_per_", kQuantised},
    {"_fake_quantize_", kQuantised},
    {"fake_quantize_", kQuantised},
    {"_fused_moving_avg_", kQuantised},
    {"fused_moving_avg_", kQuantised},
};

/// Of the compiler's own operators (`prim::…`), those that a saved script may spell out.
constexpr std::string_view kPrimitive =
    "abs data device dtype grad id index is_cpu is_cuda is_ipu is_meta is_mkldnn is_mps is_nested is_ort "
    "is_quantized is_sparse is_sparse_csr is_vulkan is_xpu layout max min name itemsize nbytes requires_grad "
    "tolist type unchecked_cast unchecked_unwrap_optional rangelist NumToTensor Uninitialized RaiseException "
    "TupleIndex TupleUnpack StringIndex ModuleContainerIndex EnumName EnumValue isinstance shape T mT H mH real "
    "imag is_leaf ndim retains_grad names ";

/// What the script language itself has.
constexpr std::string_view kBuiltins =
    "annotate uninitialized unchecked_cast isinstance fork awaitable getattr hasattr int float bool complex str "
    "list dict tuple len range rangelist min max abs all any ord chr hex oct bin sorted zip enumerate round pow "
    "divmod hash reversed sum map NotImplementedError AssertionError Exception RuntimeError ValueError "
    "IndexError KeyError TypeError super format Tensor Optional List Dict Tuple Union ";

struct Named {
  std::string_view name;
  const char* words;
};
constexpr Named kActingOperators[] = {
    {"save", kFiles},
    {"from_file", kFiles},
    {"load", kFiles},
    {"set", kMemory},
    {"set_data", kMemory},
    {"_reshape_alias", kMemory},
    {"to_here", kNetwork},
    {"owner", kNetwork},
    {"owner_name", kNetwork},
    {"is_owner", kNetwork},
    {"confirmed_by_owner", kNetwork},
    {"local_value", kNetwork},
    {"_cufft_set_plan_cache_max_size", kProgram},
};
constexpr Named kOdd[] = {
    {"manual_seed", kSeed}, {"seed", kSeed},          {"initial_seed", kSeed},
    {"warn", kTerminal},    {"backward", kGradients}, {"grad", kGradients},
};
constexpr Named kActingPrimitive[] = {
    {"rpc_async", kNetwork},           {"rpc_sync", kNetwork},          {"rpc_remote", kNetwork},
    {"PythonOp", kOtherCode},          {"IgnoredPythonOp", kOtherCode}, {"CudaFusionGroup", kMachineCode},
    {"TensorExprGroup", kMachineCode}, {"FusionGroup", kMachineCode},   {"ConstantMKLDNNTensor", kOptimised},
};
/// Python's, not the script language's: a file that says such words was not written by PyTorch.
constexpr Named kActingBuiltins[] = {
    {"open", kFiles},           {"exec", kOtherCode},  {"eval", kOtherCode},    {"compile", kOtherCode},
    {"__import__", kOtherCode}, {"input", kTerminal},  {"globals", kOtherCode}, {"locals", kOtherCode},
    {"setattr", kOtherCode},    {"system", kPrograms}, {"popen", kPrograms},
};

std::set<std::string_view> words(std::string_view text) {
  std::set<std::string_view> found;
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = std::min(text.find(' ', start), text.size());
    if (end > start) found.insert(text.substr(start, end - start));
    start = end + 1;
  }
  return found;
}

bool listed(const auto& list, std::string_view name) {
  return std::find(std::begin(list), std::end(list), name) != std::end(list);
}

const Named* findIn(const auto& list, std::string_view name) {
  const auto found =
      std::find_if(std::begin(list), std::end(list), [&](const Named& n) { return n.name == name; });
  return found == std::end(list) ? nullptr : found;
}

OperatorJudgement judgeAten(std::string_view name) {
  static const std::set<std::string_view> computing = words(kComputing);
  if (computing.contains(name)) return {Judged::Computes};
  const bool dunder = name.starts_with("__");
  while (!dunder && name.size() > 1 && name.ends_with('_')) name.remove_suffix(1);
  if (computing.contains(name)) return {Judged::Computes};
  if (listed(kGuarded, name)) return {Judged::Computes, kFastTransformer};
  if (const Named* acting = findIn(kActingOperators, name)) return {Judged::Acts, acting->words};
  if (const Named* odd = findIn(kOdd, name)) return {Judged::Odd, odd->words};
  static const std::set<std::string_view> trusting = words(kTrusting);
  if (trusting.contains(name)) return {Judged::Acts, kTrusts};
  for (const Family& family : kTrustingFamilies) {
    if (name.starts_with(family.prefix)) return {Judged::Acts, family.words};
  }
  return {Judged::Unknown, kUnknown};
}

}  // namespace

OperatorJudgement judgeOperator(std::string_view space, std::string_view name) {
  static const std::set<std::string_view> primitive = words(kPrimitive);
  if (space == "aten") return judgeAten(name);
  if (space == "prim") {
    if (primitive.contains(name)) return {Judged::Computes};
    if (name == "Print") return {Judged::Odd, kTerminal};
    if (const Named* acting = findIn(kActingPrimitive, name)) return {Judged::Acts, acting->words};
    return {Judged::Unknown, kUnknown};
  }
  if (space == "quantized" || space == "_quantized" || space == "quantized_decomposed" || space == "quantization")
    return {Judged::Acts, kQuantised};
  if (space == "prepacked" || space == "mkldnn_prepacked" || space == "mkldnn") return {Judged::Acts, kOptimised};
  if (space == "torchvision") {
    static const std::set<std::string_view> computing =
        words("nms roi_align roi_pool ps_roi_align ps_roi_pool deform_conv2d _cuda_version ");
    return {Judged::Acts, computing.contains(name) ? kTrusts : kFiles};
  }
  if (space == "image") return {Judged::Acts, kFiles};
  if (space == "c10d" || space == "_c10d_functional" || space == "dist") {
    return {Judged::Acts, kNetwork};
  }
  return {Judged::Unknown, kUnknown};
}

OperatorJudgement judgeNativeClass(std::string_view space) {
  if (space == "quantized") return {Judged::Acts, kQuantised};
  if (space == "xnnpack" || space == "mkldnn") return {Judged::Acts, kOptimised};
  if (space == "sparse" || space == "rnn") return {Judged::Acts, kTrusts};
  if (space.starts_with("dist")) return {Judged::Acts, kNetwork};
  return {Judged::Unknown, kUnknown};
}

OperatorJudgement judgeBuiltin(std::string_view name) {
  static const std::set<std::string_view> builtins = words(kBuiltins);
  if (builtins.contains(name)) return {Judged::Computes};
  if (name == "print") return {Judged::Odd, kTerminal};
  if (const Named* acting = findIn(kActingBuiltins, name)) return {Judged::Acts, acting->words};
  return {Judged::Unknown, kUnknown};
}

}  // namespace adversarium
